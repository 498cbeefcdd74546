<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ComparisonView</name>
    <message numerus="yes">
        <source>They differ on %n image(s):</source>
        <translation>
            <numerusform>They differ on one image:</numerusform>
            <numerusform>They differ on %n images:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryExport</name>
    <message numerus="yes">
        <source>{count} rows written to {file}</source>
        <translation>
            <numerusform>{count} row written to {file}</numerusform>
            <numerusform>{count} rows written to {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} rows</source>
        <translation>
            <numerusform>{count} row</numerusform>
            <numerusform>{count} rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StorageCard</name>
    <message numerus="yes">
        <source> days</source>
        <translation>
            <numerusform> day</numerusform>
            <numerusform> days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YieldPlot</name>
    <message numerus="yes">
        <source>{ok} OK, {ng} NG in {count} bars</source>
        <translation>
            <numerusform>{ok} OK, {ng} NG in {count} bar</numerusform>
            <numerusform>{ok} OK, {ng} NG in {count} bars</numerusform>
        </translation>
    </message>
</context>
</TS>
