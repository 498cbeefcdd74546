<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>BatchFigures</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>{label} of {number}</source>
        <translation>{label}（共 {number}）</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>BatchPage</name>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>Images…</source>
        <translation>图像…</translation>
    </message>
    <message>
        <source>Choose images to inspect</source>
        <translation>选择要检测的图像</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder to inspect with all that is in it</source>
        <translation>选择文件夹，检测其中的全部图像</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Write a table for spreadsheets</source>
        <translation>导出电子表格可用的表格</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Write a report with pictures, one HTML file</source>
        <translation>导出带图片的报告（单个 HTML 文件）</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>按名称搜索</translation>
    </message>
    <message>
        <source>No image is like that.</source>
        <translation>没有符合条件的图像。</translation>
    </message>
    <message>
        <source>Inspected images</source>
        <translation>已检测的图像</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Images ({patterns})</source>
        <translation>图像 ({patterns})</translation>
    </message>
    <message>
        <source>Choose images</source>
        <translation>选择图像</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Report (*.html)</source>
        <translation>报告 (*.html)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>正在写入 {name}…</translation>
    </message>
    <message>
        <source>{name} is written</source>
        <translation>{name} 已写入</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
</context>
<context>
    <name>BatchProgress</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Inspect again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Inspect the same images by the recipe that is chosen now</source>
        <translation>用当前选择的配方检测同样的图像</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Done in {time}</source>
        <translation>已完成，用时 {time}</translation>
    </message>
    <message>
        <source>Looking for images…</source>
        <translation>正在查找图像…</translation>
    </message>
    <message>
        <source>Waiting for the station…</source>
        <translation>正在等待检测站…</translation>
    </message>
    <message>
        <source>Stopping after {done} of {total}…</source>
        <translation>正在停止，已完成 {done}/{total}…</translation>
    </message>
    <message>
        <source>Stopped after {done} of {total}</source>
        <translation>已停止，完成 {done}/{total}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}/{total}</translation>
    </message>
    <message>
        <source>{rate} images/s</source>
        <translation>{rate} 张/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>BatchViewer</name>
    <message>
        <source>The image with its heat map</source>
        <translation>图像及其热力图</translation>
    </message>
    <message>
        <source>Choose an image in the table</source>
        <translation>请在表格中选择图像</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>Synthetic defects are drawn on good images that were held out; they are no real ones.</source>
        <translation>合成缺陷是画在留出的良品图像上的，并非真实缺陷。</translation>
    </message>
    <message>
        <source>AU-ROC</source>
        <translation>AU-ROC</translation>
    </message>
    <message>
        <source>AU-ROC, synthetic</source>
        <translation>AU-ROC（合成）</translation>
    </message>
    <message>
        <source>Good rejected</source>
        <translation>良品误剔</translation>
    </message>
    <message>
        <source>Defects missed</source>
        <translation>缺陷漏检</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>{time} ms</source>
        <translation>{time} 毫秒</translation>
    </message>
    <message>
        <source>An image takes</source>
        <translation>每张图像用时</translation>
    </message>
    <message>
        <source>Synthetic defects missed</source>
        <translation>合成缺陷漏检</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>They differ on %n image(s):</source>
        <translation>
            <numerusform>两者在 %n 张图像上判定不同：</numerusform>
        </translation>
    </message>
    <message>
        <source>They agree on every real image.</source>
        <translation>两者对所有真实图像的判定一致。</translation>
    </message>
    <message>
        <source>Defect</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>NG by {method}</source>
        <translation>{method} 判为 NG</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
</context>
<context>
    <name>Counters</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>良率</translation>
    </message>
    <message>
        <source>New lot</source>
        <translation>新批次</translation>
    </message>
    <message>
        <source>Counts from nought; the last lot&apos;s figures stay in sight</source>
        <translation>从零开始计数；上一批次的数字仍可见</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Go back to the last lot</source>
        <translation>返回上一批次</translation>
    </message>
    <message>
        <source>Last lot: {ok} OK, {ng} NG, {share}</source>
        <translation>上一批次：{ok} OK，{ng} NG，{share}</translation>
    </message>
    <message>
        <source>{total} in this lot</source>
        <translation>本批次 {total} 件</translation>
    </message>
</context>
<context>
    <name>DetectionCard</name>
    <message>
        <source>Inspection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Automatic takes a GPU where there is one.</source>
        <translation>自动：有 GPU 时使用 GPU。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>推理引擎</translation>
    </message>
    <message>
        <source>Automatic takes the quickest on that device.</source>
        <translation>自动：使用该设备上最快的引擎。</translation>
    </message>
    <message>
        <source>OpenVINO, 32 bits</source>
        <translation>OpenVINO，32 位</translation>
    </message>
    <message>
        <source>OpenVINO, 16 bits</source>
        <translation>OpenVINO，16 位</translation>
    </message>
    <message>
        <source>OpenVINO, 8 bits</source>
        <translation>OpenVINO，8 位</translation>
    </message>
</context>
<context>
    <name>EmptyBatch</name>
    <message>
        <source>Drop images or folders here</source>
        <translation>将图像或文件夹拖放到此处</translation>
    </message>
    <message>
        <source>Each gets a score and a verdict; then you see how they lie and try other thresholds on them.</source>
        <translation>每张图像都会得到得分和判定；随后可查看得分分布，并试用其他阈值。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose images…</source>
        <translation>选择图像…</translation>
    </message>
    <message>
        <source>Try the sample images</source>
        <translation>试用示例图像</translation>
    </message>
</context>
<context>
    <name>FaultBanner</name>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message>
        <source>Inspected</source>
        <translation>检测时间</translation>
    </message>
    <message>
        <source>Captured</source>
        <translation>采集时间</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检测编号</translation>
    </message>
    <message>
        <source>Image with heat map</source>
        <translation>图像及热力图</translation>
    </message>
    <message>
        <source>Choose one in the table to see its image and heat map.</source>
        <translation>在表格中选择一条记录，以查看图像和热力图。</translation>
    </message>
    <message>
        <source>No inspection is chosen</source>
        <translation>未选择检测记录</translation>
    </message>
    <message>
        <source>No image is kept of it</source>
        <translation>未保存图像</translation>
    </message>
    <message>
        <source>Its image is being loaded</source>
        <translation>正在载入其图像</translation>
    </message>
    <message>
        <source>By version {number}: {verdict}, score {score}, threshold {threshold}</source>
        <translation>按版本 {number}：{verdict}，得分 {score}，阈值 {threshold}</translation>
    </message>
    <message>
        <source>It was stored, but its file is no longer there or cannot be read.</source>
        <translation>图像曾被保存，但文件已不存在或无法读取。</translation>
    </message>
    <message>
        <source>By the settings no images are stored.</source>
        <translation>根据设置，不保存图像。</translation>
    </message>
    <message>
        <source>By the settings only images of NG are stored.</source>
        <translation>根据设置，仅保存 NG 图像。</translation>
    </message>
    <message>
        <source>It was never stored, or has been removed to make room.</source>
        <translation>图像从未保存，或已为腾出空间而删除。</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>HTTP</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Score {score}, threshold {threshold}</source>
        <translation>得分 {score}，阈值 {threshold}</translation>
    </message>
    <message>
        <source>{total} ms (decode {decode}, wait {wait}, inference {inference})</source>
        <translation>{total} 毫秒（解码 {decode}，等待 {wait}，推理 {inference}）</translation>
    </message>
</context>
<context>
    <name>HistoryExport</name>
    <message>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>停止导出</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message numerus="yes">
        <source>{count} rows written to {file}</source>
        <translation>
            <numerusform>已将 {count} 行写入 {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>导出历史</translation>
    </message>
    <message numerus="yes">
        <source>{count} rows</source>
        <translation>
            <numerusform>{count} 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryFilterBar</name>
    <message>
        <source>All recipes</source>
        <translation>全部配方</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>起止时间</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>Verdict: {verdict}</source>
        <translation>判定：{verdict}</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <translation>yyyy-MM-dd HH:mm</translation>
    </message>
    <message>
        <source>Part of a source&apos;s name</source>
        <translation>来源名称的一部分</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>良率</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>按天</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>按小时</translation>
    </message>
    <message>
        <source>Show the yield by day</source>
        <translation>按天显示良率</translation>
    </message>
    <message>
        <source>Show the yield by hour</source>
        <translation>按小时显示良率</translation>
    </message>
    <message>
        <source>The station starts</source>
        <translation>检测站正在启动</translation>
    </message>
    <message>
        <source>Its history is shown in a moment.</source>
        <translation>历史记录稍后显示。</translation>
    </message>
    <message>
        <source>The station could not start</source>
        <translation>检测站无法启动</translation>
    </message>
    <message>
        <source>Its history is shown once it runs.</source>
        <translation>检测站运行后将显示历史记录。</translation>
    </message>
    <message>
        <source>Nothing in this time fits the filter.</source>
        <translation>该时间范围内没有符合筛选条件的记录。</translation>
    </message>
    <message>
        <source>No such inspections</source>
        <translation>没有符合条件的检测</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>All that is inspected, live, in batches or over HTTP, is listed here.</source>
        <translation>实时、批量或通过 HTTP 检测的结果都会列在这里。</translation>
    </message>
    <message>
        <source>Nothing was inspected in this time</source>
        <translation>该时间范围内没有检测</translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>Inspections, the newest first</source>
        <translation>检测记录，最新的在前</translation>
    </message>
    <message>
        <source>{count} new: show the newest</source>
        <translation>{count} 条新记录：显示最新</translation>
    </message>
</context>
<context>
    <name>ImageTools</name>
    <message>
        <source>Heat map</source>
        <translation>热力图</translation>
    </message>
    <message>
        <source>Contour</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Cold colours</source>
        <translation>冷色</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>热力图不透明度</translation>
    </message>
</context>
<context>
    <name>InspectBar</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>单次</translation>
    </message>
    <message>
        <source>Inspect one image after the other (S)</source>
        <translation>逐张检测图像 (S)</translation>
    </message>
    <message>
        <source>Stop and let go of the source (S)</source>
        <translation>停止并释放图像来源 (S)</translation>
    </message>
    <message>
        <source>Inspect one image (Space)</source>
        <translation>检测一张图像（空格键）</translation>
    </message>
    <message>
        <source>Only what an operator needs, on the whole screen (F11)</source>
        <translation>全屏仅显示操作员所需内容 (F11)</translation>
    </message>
    <message>
        <source>Operator mode</source>
        <translation>操作员模式</translation>
    </message>
    <message>
        <source>rtsp://… or http://…</source>
        <translation>rtsp://… 或 http://…</translation>
    </message>
    <message>
        <source>Address of the stream</source>
        <translation>视频流地址</translation>
    </message>
    <message>
        <source>Use this stream</source>
        <translation>使用此视频流</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>节拍</translation>
    </message>
    <message>
        <source>as fast as possible</source>
        <translation>尽可能快</translation>
    </message>
    <message>
        <source>one every {seconds} s</source>
        <translation>每 {seconds} 秒一张</translation>
    </message>
    <message>
        <source>Sample images</source>
        <translation>示例图像</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>相机 {number}</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>未找到相机</translation>
    </message>
    <message>
        <source>Stream address…</source>
        <translation>视频流地址…</translation>
    </message>
    <message>
        <source>Video file…</source>
        <translation>视频文件…</translation>
    </message>
    <message>
        <source>Images…</source>
        <translation>图像…</translation>
    </message>
    <message>
        <source>Folder of images…</source>
        <translation>图像文件夹…</translation>
    </message>
    <message>
        <source>Watch a folder for new images…</source>
        <translation>监视文件夹中的新图像…</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Choose a video</source>
        <translation>选择视频</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Choose images</source>
        <translation>选择图像</translation>
    </message>
    <message>
        <source>Choose a folder of images</source>
        <translation>选择图像文件夹</translation>
    </message>
    <message>
        <source>Choose the folder to watch</source>
        <translation>选择要监视的文件夹</translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message>
        <source>Inspect</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>F11 leaves the operator mode</source>
        <translation>按 F11 退出操作员模式</translation>
    </message>
    <message>
        <source>Stop, or choose one of the last images: what is live changes</source>
        <translation>请停止，或选择最近的一张图像：实时画面会变化</translation>
    </message>
    <message>
        <source>The station has stopped, and inspects nothing until it is started again</source>
        <translation>检测站已停止，重新启动前不进行任何检测</translation>
    </message>
    <message>
        <source>Inspection goes on by itself as soon as images come.</source>
        <translation>收到图像后检测将自动继续。</translation>
    </message>
    <message>
        <source>Stopped by a fault</source>
        <translation>因故障停止</translation>
    </message>
    <message>
        <source>Inspecting, recipe {recipe}</source>
        <translation>正在检测，配方 {recipe}</translation>
    </message>
    <message>
        <source>Waiting for the trigger, recipe {recipe}</source>
        <translation>等待触发，配方 {recipe}</translation>
    </message>
    <message>
        <source>Stopped, recipe {recipe}</source>
        <translation>已停止，配方 {recipe}</translation>
    </message>
    <message>
        <source>Loading the engine…</source>
        <translation>正在加载推理引擎…</translation>
    </message>
    <message>
        <source>Waiting for the first image…</source>
        <translation>正在等待第一张图像…</translation>
    </message>
    <message>
        <source>Start inspects one image after the other, the space bar a single one.</source>
        <translation>“开始”逐张检测图像，空格键只检测一张。</translation>
    </message>
</context>
<context>
    <name>LookBackBar</name>
    <message>
        <source>Looking again at {time}</source>
        <translation>正在回看 {time}</translation>
    </message>
    <message>
        <source>{count} more since</source>
        <translation>此后又有 {count} 张</translation>
    </message>
    <message>
        <source>Back to live (L)</source>
        <translation>返回实时 (L)</translation>
    </message>
</context>
<context>
    <name>LookCard</name>
    <message>
        <source>Look and sound</source>
        <translation>外观与声音</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Sound on NG</source>
        <translation>NG 提示音</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Something failed unexpectedly ({error})</source>
        <translation>发生意外错误 ({error})</translation>
    </message>
    <message>
        <source>Please report it with {path}</source>
        <translation>请连同 {path} 一起报告</translation>
    </message>
    <message>
        <source>effad ended unexpectedly the last time</source>
        <translation>effad 上次意外退出</translation>
    </message>
    <message>
        <source>What happened stands in {path}</source>
        <translation>详情见 {path}</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>{file} is empty</source>
        <translation>{file} 为空</translation>
    </message>
    <message>
        <source>the file has no bytes</source>
        <translation>文件没有内容</translation>
    </message>
    <message>
        <source>{file} is cut off</source>
        <translation>{file} 不完整</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>缺少结尾部分</translation>
    </message>
    <message>
        <source>{file} is broken</source>
        <translation>{file} 已损坏</translation>
    </message>
    <message>
        <source>it has more than {number} scans</source>
        <translation>扫描数超过 {number}</translation>
    </message>
    <message>
        <source>it has more than {number} chunks</source>
        <translation>数据块数超过 {number}</translation>
    </message>
    <message>
        <source>it has more than {number} segments</source>
        <translation>段数超过 {number}</translation>
    </message>
    <message>
        <source>its tiles have {width} × {height} pixels</source>
        <translation>图块为 {width} × {height} 像素</translation>
    </message>
    <message>
        <source>it ends within a segment</source>
        <translation>在某个数据段中途结束</translation>
    </message>
    <message>
        <source>one of its chunks ends behind its end</source>
        <translation>某个数据块超出了文件结尾</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>{file} cannot be decoded</source>
        <translation>{file} 无法解码</translation>
    </message>
    <message>
        <source>more than {number} pixels</source>
        <translation>超过 {number} 像素</translation>
    </message>
    <message>
        <source>{file} is too large</source>
        <translation>{file} 过大</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>{file} is broken or not an image</source>
        <translation>{file} 已损坏或不是图像</translation>
    </message>
    <message>
        <source>expected JPEG, PNG, BMP, TIFF or WebP of 8 or 16 bits</source>
        <translation>应为 8 位或 16 位的 JPEG、PNG、BMP、TIFF 或 WebP</translation>
    </message>
    <message>
        <source>{file} has pixels of type {kind}</source>
        <translation>{file} 的像素类型为 {kind}</translation>
    </message>
    <message>
        <source>expected 8 or 16 bits</source>
        <translation>应为 8 位或 16 位</translation>
    </message>
    <message>
        <source>An image of {width} × {height} pixels cannot be written as {format}</source>
        <translation>{width} × {height} 像素的图像无法写成 {format}</translation>
    </message>
    <message>
        <source>No such file or folder: {place}</source>
        <translation>文件或文件夹不存在：{place}</translation>
    </message>
    <message>
        <source>No images in {folder}</source>
        <translation>{folder} 中没有图像</translation>
    </message>
    <message>
        <source>looked for {endings}</source>
        <translation>查找的类型：{endings}</translation>
    </message>
    <message>
        <source>No images to inspect</source>
        <translation>没有可检测的图像</translation>
    </message>
    <message>
        <source>{place} is a file</source>
        <translation>{place} 是文件</translation>
    </message>
    <message>
        <source>give the folder that images are put into</source>
        <translation>请指定存放图像的文件夹</translation>
    </message>
    <message>
        <source>folder {place}</source>
        <translation>文件夹 {place}</translation>
    </message>
    <message>
        <source>Folder {place} does not answer</source>
        <translation>文件夹 {place} 没有响应</translation>
    </message>
    <message>
        <source>Folder {place} cannot be read ({reason}); trying again</source>
        <translation>文件夹 {place} 无法读取（{reason}）；正在重试</translation>
    </message>
    <message>
        <source>camera {name}</source>
        <translation>相机 {name}</translation>
    </message>
    <message>
        <source>Camera {name}</source>
        <translation>相机 {name}</translation>
    </message>
    <message>
        <source>{camera} gives no frames</source>
        <translation>{camera} 没有输出图像</translation>
    </message>
    <message>
        <source>{camera} is lost; trying again in {seconds} s</source>
        <translation>{camera} 连接已断开；{seconds} 秒后重试</translation>
    </message>
    <message>
        <source>{camera} cannot be reached; trying again in {seconds} s</source>
        <translation>{camera} 无法连接；{seconds} 秒后重试</translation>
    </message>
    <message>
        <source>No such camera or video: {name}</source>
        <translation>相机或视频不存在：{name}</translation>
    </message>
    <message>
        <source>an empty address</source>
        <translation>空地址</translation>
    </message>
    <message>
        <source>give a number, a device, a video file, or an address such as rtsp://… or http://…</source>
        <translation>请给出编号、设备、视频文件，或 rtsp://…、http://… 等地址</translation>
    </message>
    <message>
        <source>The camera&apos;s address is not valid</source>
        <translation>相机地址无效</translation>
    </message>
    <message>
        <source>The camera&apos;s address names no host</source>
        <translation>相机地址中没有主机名</translation>
    </message>
    <message>
        <source>Cameras are not reached by {scheme}</source>
        <translation>无法通过 {scheme} 连接相机</translation>
    </message>
    <message>
        <source>known are {names}</source>
        <translation>支持的有 {names}</translation>
    </message>
    <message>
        <source>{file} is not a video</source>
        <translation>{file} 不是视频</translation>
    </message>
    <message>
        <source>expected a file such as MP4, AVI, MKV or MOV</source>
        <translation>应为 MP4、AVI、MKV 或 MOV 等文件</translation>
    </message>
    <message>
        <source>{file} has no frames</source>
        <translation>{file} 没有画面</translation>
    </message>
    <message>
        <source>the video is empty or broken</source>
        <translation>视频为空或已损坏</translation>
    </message>
    <message>
        <source>Unknown source {name}</source>
        <translation>未知来源 {name}</translation>
    </message>
    <message>
        <source>give camera:0, folder:/path, files:/path, a stream (rtsp://… or http://…) or a video file</source>
        <translation>请给出 camera:0、folder:/路径、files:/路径、视频流（rtsp://… 或 http://…）或视频文件</translation>
    </message>
    <message>
        <source>{name} was not taught</source>
        <translation>{name} 未学习</translation>
    </message>
    <message>
        <source>{source} lies far outside of everything seen: its score is {score}, the threshold {threshold}, ordinary is {ordinary}</source>
        <translation>{source} 与所见过的一切相差甚远：其得分为 {score}，阈值为 {threshold}，通常为 {ordinary}</translation>
    </message>
    <message>
        <source>{number} known defects would pass: {names}</source>
        <translation>{number} 个已知缺陷将会漏过：{names}</translation>
    </message>
    <message>
        <source>{name} does not learn at once</source>
        <translation>{name} 不能即时学习</translation>
    </message>
    <message>
        <source>only recipes of the method memory do; train it again</source>
        <translation>只有记忆方法的配方可以；请重新训练</translation>
    </message>
    <message>
        <source>export it, and add it under another name</source>
        <translation>请将其导出，并以另一个名称添加</translation>
    </message>
    <message>
        <source>{name} has no held-out images to set its threshold from</source>
        <translation>{name} 没有用于设定阈值的留出图像</translation>
    </message>
    <message>
        <source>train it again</source>
        <translation>请重新训练</translation>
    </message>
    <message>
        <source>{name} sets its threshold from this image alone</source>
        <translation>{name} 仅凭这张图像设定阈值</translation>
    </message>
    <message>
        <source>train it with more images</source>
        <translation>请用更多图像训练</translation>
    </message>
    <message>
        <source>{name} is being changed by another program</source>
        <translation>{name} 正被另一个程序修改</translation>
    </message>
    <message>
        <source>try again in a moment</source>
        <translation>请稍后再试</translation>
    </message>
    <message>
        <source>{reason}; remove it, or train again</source>
        <translation>{reason}；请将其删除，或重新训练</translation>
    </message>
    <message>
        <source>The HTTP service has ended</source>
        <translation>HTTP 服务已终止</translation>
    </message>
    <message>
        <source>nobody has stopped it</source>
        <translation>并非有人将其停止</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>已训练</translation>
    </message>
    <message>
        <source>threshold changed</source>
        <translation>阈值已更改</translation>
    </message>
    <message>
        <source>taught as good: {names}</source>
        <translation>作为良品学习：{names}</translation>
    </message>
    <message>
        <source>restored version {number}</source>
        <translation>已恢复版本 {number}</translation>
    </message>
    <message>
        <source>There is no version {number}</source>
        <translation>没有版本 {number}</translation>
    </message>
    <message>
        <source>No recipe {name}</source>
        <translation>没有配方 {name}</translation>
    </message>
    <message>
        <source>No recipe {name} is installed</source>
        <translation>未安装配方 {name}</translation>
    </message>
    <message>
        <source>installed are: {names}</source>
        <translation>已安装：{names}</translation>
    </message>
    <message>
        <source>installed are: {names}; or give a folder</source>
        <translation>已安装：{names}；或指定文件夹</translation>
    </message>
    <message>
        <source>There is a recipe {name} already</source>
        <translation>已有配方 {name}</translation>
    </message>
    <message>
        <source>--force replaces it</source>
        <translation>使用 --force 可替换</translation>
    </message>
    <message>
        <source>{name} is a built-in recipe</source>
        <translation>{name} 是内置配方</translation>
    </message>
    <message>
        <source>give the new one another name</source>
        <translation>请为新配方另取名称</translation>
    </message>
    <message>
        <source>{name} is built in</source>
        <translation>{name} 为内置</translation>
    </message>
    <message>
        <source>built-in recipes cannot be removed</source>
        <translation>内置配方无法移除</translation>
    </message>
    <message>
        <source>{place} is no recipe</source>
        <translation>{place} 不是配方</translation>
    </message>
    <message>
        <source>{place} is not a recipe</source>
        <translation>{place} 不是配方</translation>
    </message>
    <message>
        <source>there is no {file} in it</source>
        <translation>其中没有 {file}</translation>
    </message>
    <message>
        <source>expected a folder or a .zip</source>
        <translation>应为文件夹或 .zip 文件</translation>
    </message>
    <message>
        <source>{file} is a broken or encrypted .zip</source>
        <translation>{file} 是损坏或加密的 .zip 文件</translation>
    </message>
    <message>
        <source>{file} is not safe to unpack</source>
        <translation>解压 {file} 不安全</translation>
    </message>
    <message>
        <source>{name} points outside of it</source>
        <translation>{name} 指向其外部</translation>
    </message>
    <message>
        <source>it unpacks to more than {number} bytes</source>
        <translation>解压后超过 {number} 字节</translation>
    </message>
    <message>
        <source>it has more than {number} bytes</source>
        <translation>超过 {number} 字节</translation>
    </message>
    <message>
        <source>The recipe {place} is not whole</source>
        <translation>配方 {place} 不完整</translation>
    </message>
    <message>
        <source>{file} is wrong</source>
        <translation>{file} 有误</translation>
    </message>
    <message>
        <source>{file} is not valid TOML</source>
        <translation>{file} 不是有效的 TOML</translation>
    </message>
    <message>
        <source>threshold must be a number</source>
        <translation>threshold 必须是数字</translation>
    </message>
    <message>
        <source>created must be a date and time</source>
        <translation>created 必须是日期和时间</translation>
    </message>
    <message>
        <source>{key} must be a text</source>
        <translation>{key} 必须是文本</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>{name} cannot name a recipe</source>
        <translation>{name} 不能作为配方名称</translation>
    </message>
    <message>
        <source>a name has 1 to 64 letters, digits, dots, dashes and underscores, begins with a letter or digit and does not end with a dot</source>
        <translation>名称由 1 至 64 个字母、数字、点、连字符和下划线组成，以字母或数字开头，且不以点结尾</translation>
    </message>
    <message>
        <source>The threshold {value} is no finite number</source>
        <translation>阈值 {value} 不是有限数值</translation>
    </message>
    <message>
        <source>The threshold of {file} cannot be changed</source>
        <translation>{file} 的阈值无法更改</translation>
    </message>
    <message>
        <source>change it with an editor</source>
        <translation>请用文本编辑器更改</translation>
    </message>
    <message>
        <source>{error}; train again, or remove it</source>
        <translation>{error}；请重新训练或将其移除</translation>
    </message>
    <message>
        <source>{error}; make it again with effad parity</source>
        <translation>{error}；请用 effad parity 重新生成</translation>
    </message>
    <message>
        <source>{file} belongs to another model</source>
        <translation>{file} 属于另一个模型</translation>
    </message>
    <message>
        <source>train again, or remove it</source>
        <translation>请重新训练或将其移除</translation>
    </message>
    <message>
        <source>{file} was changed after it was written</source>
        <translation>{file} 在写入后被更改</translation>
    </message>
    <message>
        <source>its hash does not match</source>
        <translation>校验值不匹配</translation>
    </message>
    <message>
        <source>{file} is not a model of this version</source>
        <translation>{file} 不是此版本的模型</translation>
    </message>
    <message>
        <source>it says {found}, expected {wanted}; train it again or update effad</source>
        <translation>其标识为 {found}，应为 {wanted}；请重新训练或更新 effad</translation>
    </message>
    <message>
        <source>The manifest of {file} is broken</source>
        <translation>{file} 的清单已损坏</translation>
    </message>
    <message>
        <source>{file} was trained with another preprocessing</source>
        <translation>{file} 使用了不同的预处理进行训练</translation>
    </message>
    <message>
        <source>it says {found}, this version does {wanted}</source>
        <translation>其标识为 {found}，此版本使用 {wanted}</translation>
    </message>
    <message>
        <source>{file} is truncated</source>
        <translation>{file} 被截断</translation>
    </message>
    <message>
        <source>{file} is truncated or not a safetensors file</source>
        <translation>{file} 被截断或不是 safetensors 文件</translation>
    </message>
    <message>
        <source>it has {size} bytes, expected {expected}</source>
        <translation>大小为 {size} 字节，应为 {expected}</translation>
    </message>
    <message>
        <source>{file} is of unknown size {size}</source>
        <translation>{file} 的规格 {size} 未知</translation>
    </message>
    <message>
        <source>{file} is of unknown method {method}</source>
        <translation>{file} 的方法 {method} 未知</translation>
    </message>
    <message>
        <source>expected {names}</source>
        <translation>应为 {names}</translation>
    </message>
    <message>
        <source>{file} has tensors of another network</source>
        <translation>{file} 含有其他网络的张量</translation>
    </message>
    <message>
        <source>{file} has values that are not finite</source>
        <translation>{file} 含有非有限数值</translation>
    </message>
    <message>
        <source>{file} lacks the tensor {tensor}</source>
        <translation>{file} 缺少张量 {tensor}</translation>
    </message>
    <message>
        <source>{file} has a wrong shape</source>
        <translation>{file} 的形状有误</translation>
    </message>
    <message>
        <source>{tensor} is {found}, expected {wanted}</source>
        <translation>{tensor} 为 {found}，应为 {wanted}</translation>
    </message>
    <message>
        <source>{place} has no int8 model</source>
        <translation>{place} 没有 int8 模型</translation>
    </message>
    <message>
        <source>train or export it again with int8</source>
        <translation>请用 int8 重新训练或导出</translation>
    </message>
    <message>
        <source>{file} was made from another model</source>
        <translation>{file} 来自另一个模型</translation>
    </message>
    <message>
        <source>export the recipe again</source>
        <translation>请重新导出配方</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>已略过：{reason}</translation>
    </message>
    <message>
        <source>only {count} good images: the threshold is uncertain; {enough} or more, over several lots and lightings, are better</source>
        <translation>仅有 {count} 张良品图像：阈值不可靠；最好有 {enough} 张以上，涵盖多个批次和光照条件</translation>
    </message>
    <message>
        <source>{folder} is not used ({count} images): to measure what is found, move defective images to {bad} and some good ones to {good}</source>
        <translation>{folder} 未被使用（{count} 张图像）：如需评估检出率，请将不良图像移至 {bad}，并将部分良品图像移至 {good}</translation>
    </message>
    <message>
        <source>{count} images in {folder} itself are not used, such as {name}</source>
        <translation>直接位于 {folder} 中的 {count} 张图像未被使用，例如 {name}</translation>
    </message>
    <message>
        <source>mask {file} belongs to no image: NAME_mask.png is that of {image}</source>
        <translation>掩膜 {file} 没有对应的图像：NAME_mask.png 对应 {image}</translation>
    </message>
    <message>
        <source>{count} masks more belong to no image</source>
        <translation>另有 {count} 个掩膜没有对应的图像</translation>
    </message>
    <message>
        <source>Unknown engine {name}</source>
        <translation>未知推理引擎 {name}</translation>
    </message>
    <message>
        <source>there are: {names}</source>
        <translation>可用：{names}</translation>
    </message>
    <message>
        <source>The engine {name} is not installed</source>
        <translation>未安装推理引擎 {name}</translation>
    </message>
    <message>
        <source>Device {name} cannot be used</source>
        <translation>无法使用设备 {name}</translation>
    </message>
    <message>
        <source>Device {name} cannot be used by OpenVINO</source>
        <translation>OpenVINO 无法使用设备 {name}</translation>
    </message>
    <message>
        <source>it sees {names}</source>
        <translation>可见设备：{names}</translation>
    </message>
    <message>
        <source>The station is not running</source>
        <translation>检测站未运行</translation>
    </message>
    <message>
        <source>The station is {state}</source>
        <translation>检测站状态：{state}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>faulted</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>The inspection failed</source>
        <translation>检测失败</translation>
    </message>
    <message>
        <source>the station is faulted; see its log</source>
        <translation>检测站发生故障；请查看日志</translation>
    </message>
    <message>
        <source>The batch has ended: {reason}</source>
        <translation>批量检测已终止：{reason}</translation>
    </message>
    <message>
        <source>Too many images wait</source>
        <translation>等待的图像过多</translation>
    </message>
    <message>
        <source>{number} are queued; try again in a moment</source>
        <translation>已有 {number} 张排队；请稍后重试</translation>
    </message>
    <message>
        <source>{part} fails: {error}</source>
        <translation>{part} 失败：{error}</translation>
    </message>
    <message>
        <source>A setting is wrong</source>
        <translation>设置有误</translation>
    </message>
    <message>
        <source>A setting is wrong (in {file} or EFFAD_*)</source>
        <translation>设置有误（在 {file} 或 EFFAD_* 中）</translation>
    </message>
    <message>
        <source>{name} is set by the environment</source>
        <translation>{name} 由环境变量设定</translation>
    </message>
    <message>
        <source>a change takes no effect as long as {variable} is set</source>
        <translation>只要设置了 {variable}，更改就不会生效</translation>
    </message>
    <message>
        <source>{host} is reached from other machines, so a token is needed</source>
        <translation>其他机器可访问 {host}，因此需要令牌</translation>
    </message>
    <message>
        <source>give --token or EFFAD_TOKEN, or serve on 127.0.0.1</source>
        <translation>请设置 --token 或 EFFAD_TOKEN，或改用 127.0.0.1</translation>
    </message>
    <message>
        <source>Port {port} is taken</source>
        <translation>端口 {port} 已被占用</translation>
    </message>
    <message>
        <source>stop the program that has it, or give another port</source>
        <translation>请停止占用它的程序，或指定其他端口</translation>
    </message>
    <message>
        <source>Port {port} is not allowed</source>
        <translation>不允许使用端口 {port}</translation>
    </message>
    <message>
        <source>give one from 1024 up</source>
        <translation>请使用 1024 及以上的端口</translation>
    </message>
    <message>
        <source>{host} is no address of this machine</source>
        <translation>{host} 不是本机地址</translation>
    </message>
    <message>
        <source>give 127.0.0.1 or one that it has</source>
        <translation>请使用 127.0.0.1 或本机拥有的地址</translation>
    </message>
    <message>
        <source>Cannot serve on {host}, port {port}</source>
        <translation>无法在 {host} 端口 {port} 上提供服务</translation>
    </message>
    <message>
        <source>The HTTP service did not start</source>
        <translation>HTTP 服务未能启动</translation>
    </message>
    <message>
        <source>its log says more</source>
        <translation>详情见日志</translation>
    </message>
    <message>
        <source>Cannot read {file}</source>
        <translation>无法读取 {file}</translation>
    </message>
    <message>
        <source>Cannot write {file}</source>
        <translation>无法写入 {file}</translation>
    </message>
    <message>
        <source>Cannot make {file}</source>
        <translation>无法创建 {file}</translation>
    </message>
    <message>
        <source>Cannot use {file}</source>
        <translation>无法使用 {file}</translation>
    </message>
    <message>
        <source>Cannot remove {file}</source>
        <translation>无法删除 {file}</translation>
    </message>
    <message>
        <source>Cannot copy {file} to {place}</source>
        <translation>无法将 {file} 复制到 {place}</translation>
    </message>
    <message>
        <source>{file} cannot be read</source>
        <translation>{file} 无法读取</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>Cannot open the history {name}</source>
        <translation>无法打开历史 {name}</translation>
    </message>
    <message>
        <source>Cannot use the history {name}</source>
        <translation>无法使用历史 {name}</translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>无法读取历史</translation>
    </message>
    <message>
        <source>The history cannot be written</source>
        <translation>无法写入历史</translation>
    </message>
    <message>
        <source>There is no history yet</source>
        <translation>尚无历史</translation>
    </message>
    <message>
        <source>it begins with the first start of effad serve</source>
        <translation>首次启动 effad serve 后开始记录</translation>
    </message>
    <message>
        <source>{file} begins with the first start of effad serve</source>
        <translation>{file} 在首次启动 effad serve 时创建</translation>
    </message>
    <message>
        <source>The history is of version {found}, and this effad knows {known}</source>
        <translation>历史的版本为 {found}，此 effad 支持 {known}</translation>
    </message>
    <message>
        <source>start effad serve once, which brings it up to date</source>
        <translation>启动一次 effad serve 即可更新</translation>
    </message>
    <message>
        <source>it was written by a newer effad; use that one, or give another history_url</source>
        <translation>它由更新版本的 effad 写入；请使用该版本，或指定其他 history_url</translation>
    </message>
    <message>
        <source>The database has a table {name} of another program</source>
        <translation>数据库中有其他程序的表 {name}</translation>
    </message>
    <message>
        <source>give another history_url</source>
        <translation>请指定其他 history_url</translation>
    </message>
    <message>
        <source>history_url names no file</source>
        <translation>history_url 未指定文件</translation>
    </message>
    <message>
        <source>write sqlite:////folder/history.db</source>
        <translation>请写成 sqlite:////folder/history.db</translation>
    </message>
    <message>
        <source>history_url is no database address</source>
        <translation>history_url 不是数据库地址</translation>
    </message>
    <message>
        <source>write postgresql://user@host/name</source>
        <translation>请写成 postgresql://user@host/name</translation>
    </message>
    <message>
        <source>The history was damaged and begun anew; what was before is in {file}</source>
        <translation>历史已损坏并重新开始；之前的内容在 {file}</translation>
    </message>
    <message>
        <source>Images come faster than they can be stored; some are skipped</source>
        <translation>图像来得太快，来不及保存；部分已略过</translation>
    </message>
    <message>
        <source>Images are not stored: {reason}</source>
        <translation>未保存图像：{reason}</translation>
    </message>
    <message>
        <source>less than {size} is free in {folder}</source>
        <translation>{folder} 的剩余空间少于 {size}</translation>
    </message>
    <message>
        <source>No images are stored any more: {reason}</source>
        <translation>不再保存图像：{reason}</translation>
    </message>
    <message>
        <source>Old inspections cannot be removed: {reason}</source>
        <translation>无法删除旧的检测记录：{reason}</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>文件或目录不存在</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是目录</translation>
    </message>
    <message>
        <source>promoted to EfficientAD</source>
        <translation>已升级为 EfficientAD</translation>
    </message>
    <message>
        <source>discard the training, and begin anew</source>
        <translation>请放弃该训练并重新开始</translation>
    </message>
    <message>
        <source>{name} has no scores of held-out images</source>
        <translation>{name} 没有留出图像的得分</translation>
    </message>
    <message>
        <source>{name} is followed already</source>
        <translation>{name} 已在训练</translation>
    </message>
    <message>
        <source>pause that training first</source>
        <translation>请先暂停该训练</translation>
    </message>
    <message>
        <source>No training follows {name}</source>
        <translation>{name} 没有训练</translation>
    </message>
    <message>
        <source>begin one</source>
        <translation>请先开始训练</translation>
    </message>
    <message>
        <source>No model waits to be promoted in {name}</source>
        <translation>{name} 中没有等待升级的模型</translation>
    </message>
    <message>
        <source>train one first</source>
        <translation>请先训练一个</translation>
    </message>
    <message>
        <source>Nobody knows where the images of {name} are</source>
        <translation>不知道 {name} 的图像在哪里</translation>
    </message>
    <message>
        <source>give the folder of its good images</source>
        <translation>请给出良品图像的文件夹</translation>
    </message>
    <message>
        <source>No such folder: {folder}</source>
        <translation>没有此文件夹：{folder}</translation>
    </message>
    <message>
        <source>Cannot start {file}</source>
        <translation>无法启动 {file}</translation>
    </message>
    <message>
        <source>{name} is of the method EfficientAD already</source>
        <translation>{name} 已采用 EfficientAD 方法</translation>
    </message>
    <message>
        <source>only instant ones are followed</source>
        <translation>只有即时配方才能后续训练</translation>
    </message>
    <message>
        <source>This executable cannot train</source>
        <translation>此可执行文件不能训练</translation>
    </message>
    <message>
        <source>install effad-desktop[train] for Python on this PC; it goes on with the same recipes</source>
        <translation>请在本机为 Python 安装 effad-desktop[train]；它使用相同的配方</translation>
    </message>
    <message>
        <source>Training is not installed</source>
        <translation>未安装训练功能</translation>
    </message>
    <message>
        <source>pip install &apos;effad-desktop[train]&apos; adds it</source>
        <translation>用 pip install &apos;effad-desktop[train]&apos; 安装</translation>
    </message>
    <message>
        <source>Only {count} images in {folder}</source>
        <translation>{folder} 中只有 {count} 张图像</translation>
    </message>
    <message>
        <source>training needs at least {count}</source>
        <translation>训练至少需要 {count} 张</translation>
    </message>
    <message>
        <source>Only {count} images are left to learn from</source>
        <translation>只剩 {count} 张图像可供学习</translation>
    </message>
    <message>
        <source>the others are held out or show defects</source>
        <translation>其余为留出图像或有缺陷</translation>
    </message>
    <message>
        <source>the images are not those that the recipe was made from</source>
        <translation>这些图像不是制作该配方所用的图像</translation>
    </message>
    <message>
        <source>{count} test images were taught as good, and are learned: the figures count them</source>
        <translation>{count} 张测试图像曾作为良品示教并已学习：指标包含它们</translation>
    </message>
    <message>
        <source>Out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>fewer images, or a PC with more</source>
        <translation>请减少图像，或换用内存更大的电脑</translation>
    </message>
    <message>
        <source>It failed unexpectedly: {error}</source>
        <translation>意外失败：{error}</translation>
    </message>
    <message>
        <source>Please report it with {file}</source>
        <translation>请附上 {file} 报告此问题</translation>
    </message>
</context>
<context>
    <name>PlacesCard</name>
    <message>
        <source>About this station</source>
        <translation>关于本检测站</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>日志文件夹</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open: {folder}</source>
        <translation>打开：{folder}</translation>
    </message>
</context>
<context>
    <name>PromotionPanel</name>
    <message>
        <source>EfficientAD follows</source>
        <translation>EfficientAD 跟进</translation>
    </message>
    <message>
        <source>Images…</source>
        <translation>图像…</translation>
    </message>
    <message>
        <source>Choose the folder of this recipe&apos;s good images</source>
        <translation>选择此配方的良品图像文件夹</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>升级</translation>
    </message>
    <message>
        <source>EfficientAD takes the place; the model before can be restored</source>
        <translation>由 EfficientAD 取代；之前的模型可以恢复</translation>
    </message>
    <message>
        <source>How long to train</source>
        <translation>训练时长</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>4 hours</source>
        <translation>4 小时</translation>
    </message>
    <message>
        <source>8 hours</source>
        <translation>8 小时</translation>
    </message>
    <message>
        <source>Keep {recipe} as it is? What was trained is deleted.</source>
        <translation>让 {recipe} 保持不变？已训练的内容将被删除。</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Don&apos;t delete</source>
        <translation>不删除</translation>
    </message>
    <message>
        <source>Where its images are is not known</source>
        <translation>不知道其图像在哪里</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>重新比较</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>放弃…</translation>
    </message>
</context>
<context>
    <name>PromotionWords</name>
    <message>
        <source>Pausing: what is trained so far is kept…</source>
        <translation>正在暂停：已训练的内容会保留…</translation>
    </message>
    <message>
        <source>The training has ended unexpectedly; it goes on from its last checkpoint.</source>
        <translation>训练意外结束；可从最近的检查点继续。</translation>
    </message>
    <message>
        <source>Train EfficientAD on the same images, in the background and also while this window is closed. Then both are compared, and you choose.</source>
        <translation>用同样的图像训练 EfficientAD，在后台进行，关闭窗口后也会继续。之后比较两者，由您选择。</translation>
    </message>
    <message>
        <source>Step {step} of {steps} · {time} left</source>
        <translation>第 {step} / {steps} 步 · 剩余 {time}</translation>
    </message>
    <message>
        <source>Preparing the images…</source>
        <translation>正在准备图像…</translation>
    </message>
    <message>
        <source>The training begins…</source>
        <translation>训练即将开始…</translation>
    </message>
    <message>
        <source>Measuring what it has learned…</source>
        <translation>正在测量学习效果…</translation>
    </message>
    <message>
        <source>Comparing both…</source>
        <translation>正在比较两者…</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>已暂停。</translation>
    </message>
    <message>
        <source>Paused at step {step} of {steps}.</source>
        <translation>已在第 {step} / {steps} 步暂停。</translation>
    </message>
    <message>
        <source>The recipe has changed since both were compared.</source>
        <translation>比较之后配方已更改。</translation>
    </message>
    <message>
        <source>EfficientAD is trained. Both have judged the same images, none of which they have learned.</source>
        <translation>EfficientAD 已训练完成。两者判定了相同的图像，均未学习过其中任何一张。</translation>
    </message>
</context>
<context>
    <name>RecipeDetails</name>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Use as default</source>
        <translation>设为默认</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>It is in use, and the station starts with it.</source>
        <translation>正在使用，检测站启动时使用它。</translation>
    </message>
    <message>
        <source>It is in use.</source>
        <translation>正在使用。</translation>
    </message>
    <message>
        <source>The station starts with it.</source>
        <translation>检测站启动时使用它。</translation>
    </message>
    <message>
        <source>Built in: it cannot be removed.</source>
        <translation>内置配方，无法移除。</translation>
    </message>
    <message>
        <source>To remove it, use another one first.</source>
        <translation>如需移除，请先改用其他配方。</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
</context>
<context>
    <name>RecipeWords</name>
    <message>
        <source>No figures: it was never tested</source>
        <translation>无指标：从未测试</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Changes of the threshold</source>
        <translation>阈值更改记录</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>AU-ROC</source>
        <translation>AU-ROC</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>AU-PRO</source>
        <translation>AU-PRO</translation>
    </message>
    <message>
        <source>AU-ROC of pixels</source>
        <translation>像素级 AU-ROC</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count}/{total}</translation>
    </message>
    <message>
        <source>What it costs is not known: the scores it was set from were not kept.</source>
        <translation>误剔代价未知：设定阈值所用的得分未保留。</translation>
    </message>
    <message>
        <source>Of 1,000 good images about {expected} are rejected (with 95&#xa0;%: {low} to {high}), as {images} held-out ones tell.</source>
        <translation>根据 {images} 张留出的良品图像估计，每 1000 张良品图像约误剔 {expected} 张（95&#xa0;% 区间：{low} 至 {high}）。</translation>
    </message>
    <message>
        <source>They are too few or too alike to measure how widely good images scatter.</source>
        <translation>这些图像太少或太相似，无法衡量良品图像的离散程度。</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Threshold {value}</source>
        <translation>阈值 {value}</translation>
    </message>
    <message>
        <source>{size}, {megabytes} MB</source>
        <translation>{size}，{megabytes} MB</translation>
    </message>
    <message>
        <source>{value}: a higher score is NG.</source>
        <translation>{value}：得分更高即为 NG。</translation>
    </message>
    <message>
        <source>At the threshold {value}, which it was trained with.</source>
        <translation>按训练时的阈值 {value} 计。</translation>
    </message>
    <message>
        <source>{old} → {new}, by {who}</source>
        <translation>{old} → {new}，{who}</translation>
    </message>
    <message>
        <source>threshold {value}</source>
        <translation>阈值 {value}</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>Memory (PatchCore on EfficientAD&apos;s teacher)</source>
        <translation>记忆（基于 EfficientAD 教师网络的 PatchCore）</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
</context>
<context>
    <name>RecipesPage</name>
    <message>
        <source>Recipes</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>One for each product. Drop a recipe&apos;s folder or .zip here to add it.</source>
        <translation>每种产品一个配方。将配方文件夹或 .zip 拖放到此处即可添加。</translation>
    </message>
    <message>
        <source>Add recipe</source>
        <translation>添加配方</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>From a .zip…</source>
        <translation>从 .zip 文件…</translation>
    </message>
    <message>
        <source>Recipes on this machine</source>
        <translation>本机上的配方</translation>
    </message>
    <message>
        <source>{title}. Replace it by {place}?</source>
        <translation>{title}。用 {place} 替换它吗？</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>保留原有配方</translation>
    </message>
    <message>
        <source>Remove {name}? The built-in recipe of that name is used again.</source>
        <translation>移除 {name}？将重新使用同名的内置配方。</translation>
    </message>
    <message>
        <source>Remove {name}? Its model and threshold are deleted from this machine.</source>
        <translation>移除 {name}？其模型和阈值将从本机删除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Bring {recipe} back to version {number}? Its threshold is {threshold} then; it becomes the newest version.</source>
        <translation>将 {recipe} 恢复到版本 {number}？阈值将变为 {threshold}；它将成为最新版本。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Keep it as it is</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Export recipe</source>
        <translation>导出配方</translation>
    </message>
    <message>
        <source>Add a recipe&apos;s folder</source>
        <translation>添加配方文件夹</translation>
    </message>
    <message>
        <source>Add a recipe&apos;s .zip</source>
        <translation>添加配方 .zip 文件</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Known to be</source>
        <translation>已知类别</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>False reject</source>
        <translation>误剔</translation>
    </message>
</context>
<context>
    <name>ScoreHistogram</name>
    <message>
        <source>Histogram of the scores with the threshold</source>
        <translation>带阈值的得分直方图</translation>
    </message>
    <message>
        <source>Threshold {value}</source>
        <translation>阈值 {value}</translation>
    </message>
    <message>
        <source>Drag the line, or move it with the arrow keys; Home brings the recipe&apos;s threshold back</source>
        <translation>拖动阈值线或用方向键移动；Home 键恢复配方的阈值</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
</context>
<context>
    <name>ScorePair</name>
    <message>
        <source>Histograms of the scores of both models</source>
        <translation>两个模型得分的直方图</translation>
    </message>
    <message>
        <source>Scores as multiples of the threshold: good images should lie left of it, defects right</source>
        <translation>得分与阈值之比：良品应在左侧，缺陷应在右侧</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>Defects</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>Synthetic</source>
        <translation>合成</translation>
    </message>
</context>
<context>
    <name>ScoreScale</name>
    <message>
        <source>{time} ms</source>
        <translation>{time} 毫秒</translation>
    </message>
    <message>
        <source>Score {score}, threshold {threshold}, {time}</source>
        <translation>得分 {score}，阈值 {threshold}，{time}</translation>
    </message>
    <message>
        <source>No score yet</source>
        <translation>尚无得分</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Threshold {value}</source>
        <translation>阈值 {value}</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>There are only masks of defects here, no images to inspect</source>
        <translation>此处只有缺陷掩膜，没有可检测的图像</translation>
    </message>
    <message>
        <source>{number} things that were given hold no images, such as {name}</source>
        <translation>所给内容中有 {number} 项不含图像，例如 {name}</translation>
    </message>
    <message>
        <source>{name} is no image</source>
        <translation>{name} 不是图像</translation>
    </message>
    <message>
        <source>There are no images in the folder {name}</source>
        <translation>文件夹 {name} 中没有图像</translation>
    </message>
    <message>
        <source>{name} is not there</source>
        <translation>{name} 不存在</translation>
    </message>
    <message>
        <source>{title}; the rest is inspected</source>
        <translation>{title}；其余的照常检测</translation>
    </message>
    <message>
        <source>The threshold of {recipe} is {new} from now on; it was {old}</source>
        <translation>{recipe} 的阈值现为 {new}，原为 {old}</translation>
    </message>
    <message>
        <source>{recipe} is built in, so a copy of it was changed and is used</source>
        <translation>{recipe} 是内置配方，因此修改并使用了它的副本</translation>
    </message>
</context>
<context>
    <name>ServiceCard</name>
    <message>
        <source>HTTP service</source>
        <translation>HTTP 服务</translation>
    </message>
    <message>
        <source>Other programs may ask for inspections</source>
        <translation>允许其他程序请求检测</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>127.0.0.1 is reached from this machine only, 0.0.0.0 from the whole network.</source>
        <translation>127.0.0.1 仅本机可访问，0.0.0.0 整个网络均可访问。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Callers must give it; needed for any other address than 127.0.0.1.</source>
        <translation>调用方必须提供；127.0.0.1 以外的地址必须设置。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>显示令牌</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Generate a token</source>
        <translation>生成令牌</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Takes effect as soon as it is applied: the station starts again, within seconds.</source>
        <translation>应用后立即生效：检测站将在数秒内重新启动。</translation>
    </message>
    <message>
        <source>Set by {variable}, and so cannot be changed here.</source>
        <translation>由 {variable} 设定，无法在此更改。</translation>
    </message>
    <message>
        <source>Give an address.</source>
        <translation>请填写地址。</translation>
    </message>
    <message>
        <source>Holds until the window is closed: {reason}</source>
        <translation>仅在窗口关闭前有效：{reason}</translation>
    </message>
    <message>
        <source>Other machines reach this address: give or generate a token, or serve on 127.0.0.1.</source>
        <translation>其他机器可访问此地址：请填写或生成令牌，或改用 127.0.0.1。</translation>
    </message>
</context>
<context>
    <name>SourceCard</name>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Starts by itself with</source>
        <translation>自动启动来源</translation>
    </message>
    <message>
        <source>Any source can be chosen on the Inspect page.</source>
        <translation>可在“检测”页面选择任意来源。</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Stream, video or folder…</source>
        <translation>视频流、视频或文件夹…</translation>
    </message>
    <message>
        <source>rtsp://…, http://…, a video file, or folder:/path</source>
        <translation>rtsp://…、http://…、视频文件或 folder:/路径</translation>
    </message>
    <message>
        <source>Address of the stream, video or folder</source>
        <translation>视频流、视频或文件夹的地址</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>loading the engine…</source>
        <translation>正在加载推理引擎…</translation>
    </message>
    <message>
        <source>Open the upload page in a browser</source>
        <translation>在浏览器中打开上传页面</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Faulted: {reason}</source>
        <translation>故障：{reason}</translation>
    </message>
    <message>
        <source>Ready, recipe {recipe}</source>
        <translation>就绪，配方 {recipe}</translation>
    </message>
    <message>
        <source>Inspecting {source}, recipe {recipe}</source>
        <translation>正在检测：{source}，配方 {recipe}</translation>
    </message>
    <message>
        <source>HTTP service off</source>
        <translation>HTTP 服务已关闭</translation>
    </message>
    <message>
        <source>{free} GB free</source>
        <translation>剩余 {free} GB</translation>
    </message>
</context>
<context>
    <name>StorageCard</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Store images</source>
        <translation>保存图像</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Only NG</source>
        <translation>仅 NG</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Keep for</source>
        <translation>保留时间</translation>
    </message>
    <message>
        <source>Images take at most</source>
        <translation>图像最多占用</translation>
    </message>
    <message>
        <source>Over it the oldest images go; their figures stay.</source>
        <translation>超出时删除最旧的图像，数据保留。</translation>
    </message>
    <message>
        <source>Leave free</source>
        <translation>预留空间</translation>
    </message>
    <message>
        <source>Below it no images are stored.</source>
        <translation>低于此值时不保存图像。</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message numerus="yes">
        <source> days</source>
        <translation>
            <numerusform> 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>The last {count} images</source>
        <translation>最近 {count} 张图像</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>{verdict}, score {score}, {source}</source>
        <translation>{verdict}，得分 {score}，{source}</translation>
    </message>
    <message>
        <source>Arrow keys look at an earlier one again</source>
        <translation>用方向键回看之前的图像</translation>
    </message>
</context>
<context>
    <name>TeachBar</name>
    <message>
        <source>This one is good</source>
        <translation>这是良品</translation>
    </message>
    <message>
        <source>This is a defect</source>
        <translation>这是缺陷</translation>
    </message>
    <message>
        <source>Teach the recipe that this is good (Ctrl+G)</source>
        <translation>让配方学习这是良品 (Ctrl+G)</translation>
    </message>
    <message>
        <source>Keep it as a known defect (Ctrl+D)</source>
        <translation>作为已知缺陷保留 (Ctrl+D)</translation>
    </message>
    <message>
        <source>Choose an inspected image first</source>
        <translation>请先选择一张已检测的图像</translation>
    </message>
    <message>
        <source>{recipe} is of the method EfficientAD, which does not learn at once; Memory does</source>
        <translation>{recipe} 采用 EfficientAD 方法，不能即时学习；记忆方法可以</translation>
    </message>
    <message>
        <source>{recipe} is built in: export it, and add it under another name</source>
        <translation>{recipe} 是内置配方：请将其导出，并以另一个名称添加</translation>
    </message>
    <message>
        <source>The recipe {recipe} cannot be read</source>
        <translation>无法读取配方 {recipe}</translation>
    </message>
    <message>
        <source>It can be taught when all are inspected</source>
        <translation>全部检测完毕后即可学习</translation>
    </message>
    <message>
        <source>Learning {name}…</source>
        <translation>正在学习 {name}…</translation>
    </message>
    <message>
        <source>{doubts}. Teach it nevertheless?</source>
        <translation>{doubts}。仍要学习吗？</translation>
    </message>
    <message>
        <source>Teach it</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Don&apos;t teach it</source>
        <translation>不学习</translation>
    </message>
    <message>
        <source>Keeping {name} as a defect…</source>
        <translation>正在将 {name} 保留为缺陷…</translation>
    </message>
    <message>
        <source>{name} is no longer kept as a defect.</source>
        <translation>{name} 不再记为缺陷。</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>正在撤销…</translation>
    </message>
    <message>
        <source>{recipe} is as it was in version {former}; that is version {number} now.</source>
        <translation>{recipe} 已恢复到版本 {former} 的状态；现在为版本 {number}。</translation>
    </message>
    <message>
        <source>{recipe} has learned {name}: score {before} → {after}, threshold {old} → {new}; it is version {number} now.</source>
        <translation>{recipe} 已学习 {name}：得分 {before} → {after}，阈值 {old} → {new}；现在为版本 {number}。</translation>
    </message>
    <message>
        <source>{passing} of {known} known defects pass.</source>
        <translation>{known} 个已知缺陷中有 {passing} 个漏过。</translation>
    </message>
    <message>
        <source>{name} is kept as a defect; it passes: its score {score} is not above the threshold {threshold}.</source>
        <translation>{name} 已保留为缺陷；它会漏过：得分 {score} 未超过阈值 {threshold}。</translation>
    </message>
    <message>
        <source>{name} is kept as a defect; it is rejected: its score {score} is above the threshold {threshold}.</source>
        <translation>{name} 已保留为缺陷；它会被剔除：得分 {score} 超过阈值 {threshold}。</translation>
    </message>
</context>
<context>
    <name>TeachNotice</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take that back (Ctrl+Z)</source>
        <translation>撤回 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Back to the recipe&apos;s threshold</source>
        <translation>恢复配方的阈值</translation>
    </message>
    <message>
        <source>Use for this recipe</source>
        <translation>用于此配方</translation>
    </message>
    <message>
        <source>known good</source>
        <translation>已知良品</translation>
    </message>
    <message>
        <source>known defective</source>
        <translation>已知不良</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Store it in {recipe}; its threshold is {value} now</source>
        <translation>存入 {recipe}；其当前阈值为 {value}</translation>
    </message>
    <message>
        <source>Its false rejects cannot be foretold: {recipe} kept no scores of held-out good images</source>
        <translation>无法预测误剔数：{recipe} 未保留留出良品图像的得分</translation>
    </message>
    <message>
        <source>Expect {expected} false rejects in 1,000 good images (95 %: {low} to {high}), by {count} held-out ones</source>
        <translation>根据 {count} 张留出图像，预计每 1000 张良品误剔 {expected} 张（95 %：{low} 至 {high}）</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>%Y-%m-%d</source>
        <translation>%Y-%m-%d</translation>
    </message>
    <message>
        <source>%Y-%m-%d %H:%M</source>
        <translation>%Y-%m-%d %H:%M</translation>
    </message>
    <message>
        <source>%Y-%m-%d %H:%M:%S</source>
        <translation>%Y-%m-%d %H:%M:%S</translation>
    </message>
    <message>
        <source>%m-%d %H:%M</source>
        <translation>%m-%d %H:%M</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds:02} s</source>
        <translation>{minutes} 分 {seconds:02} 秒</translation>
    </message>
    <message>
        <source>{hours} h {minutes:02} min</source>
        <translation>{hours} 小时 {minutes:02} 分</translation>
    </message>
</context>
<context>
    <name>Trend</name>
    <message>
        <source>Scores of the last images, with the threshold</source>
        <translation>最近图像的得分与阈值</translation>
    </message>
</context>
<context>
    <name>VerdictBlock</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>No image yet</source>
        <translation>尚无图像</translation>
    </message>
    <message>
        <source>Verdict: {verdict}</source>
        <translation>判定：{verdict}</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>en</source>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>Inspection report</source>
        <translation>检测报告</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NG</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>良率</translation>
    </message>
    <message>
        <source>False reject</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>of {number}</source>
        <translation>共 {number}</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>检测时间</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Known to be</source>
        <translation>已知类别</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>known good</source>
        <translation>已知良品</translation>
    </message>
    <message>
        <source>known defective</source>
        <translation>已知不良</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Judged NG</source>
        <translation>判定为 NG</translation>
    </message>
    <message>
        <source>Defective, yet judged OK</source>
        <translation>不良品被判为 OK</translation>
    </message>
    <message>
        <source>Judged OK, nearest to the threshold</source>
        <translation>判定为 OK 且最接近阈值</translation>
    </message>
    <message>
        <source>No image was judged NG.</source>
        <translation>没有图像被判定为 NG。</translation>
    </message>
    <message>
        <source>The {shown} highest scores of {all} are pictured.</source>
        <translation>显示 {all} 个中得分最高的 {shown} 个。</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>全部图像</translation>
    </message>
    <message>
        <source>A score above the threshold is NG. On the right of each picture the heat map: what is ordinary stays as it was, crimson is at the threshold, pale yellow far above it.</source>
        <translation>得分高于阈值即为 NG。每张图片右侧为热力图：正常区域保持原样，深红色表示达到阈值，淡黄色表示远高于阈值。</translation>
    </message>
    <message>
        <source>Made by effad</source>
        <translation>由 effad 生成</translation>
    </message>
</context>
<context>
    <name>YieldPlot</name>
    <message>
        <source>Yield over time</source>
        <translation>良率随时间变化</translation>
    </message>
    <message numerus="yes">
        <source>{ok} OK, {ng} NG in {count} bars</source>
        <translation>
            <numerusform>{count} 个柱：{ok} OK，{ng} NG</numerusform>
        </translation>
    </message>
    <message>
        <source>{when}: {ok} OK, {ng} NG, yield {share}</source>
        <translation>{when}：{ok} OK，{ng} NG，良率 {share}</translation>
    </message>
    <message>
        <source>Nothing was inspected</source>
        <translation>没有检测</translation>
    </message>
    <message>
        <source>Inspected, NG on top; line: yield</source>
        <translation>柱：检测数，顶部为 NG；线：良率</translation>
    </message>
</context>
</TS>
