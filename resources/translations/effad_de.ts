<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>BatchFigures</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
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
        <translation>{label} von {number}</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>Falsch aussortiert</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Nicht lesbar</translation>
    </message>
</context>
<context>
    <name>BatchPage</name>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Images…</source>
        <translation>Bilder…</translation>
    </message>
    <message>
        <source>Choose images to inspect</source>
        <translation>Bilder zum Prüfen auswählen</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Choose a folder to inspect with all that is in it</source>
        <translation>Ordner auswählen und alles darin prüfen</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Write a table for spreadsheets</source>
        <translation>Tabelle für die Tabellenkalkulation schreiben</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Write a report with pictures, one HTML file</source>
        <translation>Bericht mit Bildern als eine HTML-Datei schreiben</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>No image is like that.</source>
        <translation>Dazu passt kein Bild.</translation>
    </message>
    <message>
        <source>Inspected images</source>
        <translation>Geprüfte Bilder</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Images ({patterns})</source>
        <translation>Bilder ({patterns})</translation>
    </message>
    <message>
        <source>Choose images</source>
        <translation>Bilder auswählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner auswählen</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Report (*.html)</source>
        <translation>Bericht (*.html)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>{name} wird geschrieben…</translation>
    </message>
    <message>
        <source>{name} is written</source>
        <translation>{name} ist geschrieben</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
</context>
<context>
    <name>BatchProgress</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Inspect again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Inspect the same images by the recipe that is chosen now</source>
        <translation>Dieselben Bilder mit dem jetzt gewählten Rezept prüfen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Done in {time}</source>
        <translation>Fertig in {time}</translation>
    </message>
    <message>
        <source>Looking for images…</source>
        <translation>Bilder werden gesucht…</translation>
    </message>
    <message>
        <source>Waiting for the station…</source>
        <translation>Warten auf die Station…</translation>
    </message>
    <message>
        <source>Stopping after {done} of {total}…</source>
        <translation>Wird nach {done} von {total} angehalten…</translation>
    </message>
    <message>
        <source>Stopped after {done} of {total}</source>
        <translation>Angehalten nach {done} von {total}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{rate} images/s</source>
        <translation>{rate} Bilder/s</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>BatchViewer</name>
    <message>
        <source>The image with its heat map</source>
        <translation>Bild mit Heatmap</translation>
    </message>
    <message>
        <source>Choose an image in the table</source>
        <translation>Bild in der Tabelle auswählen</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>Synthetic defects are drawn on good images that were held out; they are no real ones.</source>
        <translation>Synthetische Fehler sind auf zurückgehaltene gute Bilder gezeichnet; echte sind es nicht.</translation>
    </message>
    <message>
        <source>AU-ROC</source>
        <translation>AU-ROC</translation>
    </message>
    <message>
        <source>AU-ROC, synthetic</source>
        <translation>AU-ROC, synthetisch</translation>
    </message>
    <message>
        <source>Good rejected</source>
        <translation>Gute aussortiert</translation>
    </message>
    <message>
        <source>Defects missed</source>
        <translation>Fehler übersehen</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>{time} ms</source>
        <translation>{time} ms</translation>
    </message>
    <message>
        <source>An image takes</source>
        <translation>Zeit je Bild</translation>
    </message>
    <message>
        <source>Synthetic defects missed</source>
        <translation>Synthetische Fehler übersehen</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>They differ on %n image(s):</source>
        <translation>
            <numerusform>Bei %n Bild sind sie sich uneinig:</numerusform>
            <numerusform>Bei %n Bildern sind sie sich uneinig:</numerusform>
        </translation>
    </message>
    <message>
        <source>They agree on every real image.</source>
        <translation>Bei allen echten Bildern sind sie sich einig.</translation>
    </message>
    <message>
        <source>Defect</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>NG by {method}</source>
        <translation>NG nach {method}</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Gedächtnis</translation>
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
        <translation>Ausbeute</translation>
    </message>
    <message>
        <source>New lot</source>
        <translation>Neues Los</translation>
    </message>
    <message>
        <source>Counts from nought; the last lot&apos;s figures stay in sight</source>
        <translation>Zählt von null; die Zahlen des letzten Loses bleiben sichtbar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Go back to the last lot</source>
        <translation>Zum letzten Los zurückkehren</translation>
    </message>
    <message>
        <source>Last lot: {ok} OK, {ng} NG, {share}</source>
        <translation>Letztes Los: {ok} OK, {ng} NG, {share}</translation>
    </message>
    <message>
        <source>{total} in this lot</source>
        <translation>{total} in diesem Los</translation>
    </message>
</context>
<context>
    <name>DetectionCard</name>
    <message>
        <source>Inspection</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic takes a GPU where there is one.</source>
        <translation>Automatisch nimmt eine GPU, wenn es eine gibt.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-GPU</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Automatic takes the quickest on that device.</source>
        <translation>Automatisch nimmt die schnellste auf diesem Gerät.</translation>
    </message>
    <message>
        <source>OpenVINO, 32 bits</source>
        <translation>OpenVINO, 32 Bit</translation>
    </message>
    <message>
        <source>OpenVINO, 16 bits</source>
        <translation>OpenVINO, 16 Bit</translation>
    </message>
    <message>
        <source>OpenVINO, 8 bits</source>
        <translation>OpenVINO, 8 Bit</translation>
    </message>
</context>
<context>
    <name>EmptyBatch</name>
    <message>
        <source>Drop images or folders here</source>
        <translation>Bilder oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>Each gets a score and a verdict; then you see how they lie and try other thresholds on them.</source>
        <translation>Jedes Bild erhält einen Score und ein Urteil; danach lässt sich sehen, wie sie verteilt sind, und eine andere Schwelle ausprobieren.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner auswählen…</translation>
    </message>
    <message>
        <source>Choose images…</source>
        <translation>Bilder auswählen…</translation>
    </message>
    <message>
        <source>Try the sample images</source>
        <translation>Beispielbilder ausprobieren</translation>
    </message>
</context>
<context>
    <name>FaultBanner</name>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message>
        <source>Inspected</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Captured</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Image with heat map</source>
        <translation>Bild mit Heatmap</translation>
    </message>
    <message>
        <source>Choose one in the table to see its image and heat map.</source>
        <translation>In der Tabelle eine Prüfung auswählen, um Bild und Heatmap zu sehen.</translation>
    </message>
    <message>
        <source>No inspection is chosen</source>
        <translation>Keine Prüfung ausgewählt</translation>
    </message>
    <message>
        <source>No image is kept of it</source>
        <translation>Kein Bild gespeichert</translation>
    </message>
    <message>
        <source>Its image is being loaded</source>
        <translation>Ihr Bild wird geladen</translation>
    </message>
    <message>
        <source>By version {number}: {verdict}, score {score}, threshold {threshold}</source>
        <translation>Nach Version {number}: {verdict}, Score {score}, Schwelle {threshold}</translation>
    </message>
    <message>
        <source>It was stored, but its file is no longer there or cannot be read.</source>
        <translation>Es war gespeichert, aber die Datei fehlt oder ist nicht lesbar.</translation>
    </message>
    <message>
        <source>By the settings no images are stored.</source>
        <translation>Laut Einstellungen werden keine Bilder gespeichert.</translation>
    </message>
    <message>
        <source>By the settings only images of NG are stored.</source>
        <translation>Laut Einstellungen werden nur NG-Bilder gespeichert.</translation>
    </message>
    <message>
        <source>It was never stored, or has been removed to make room.</source>
        <translation>Es wurde nie gespeichert oder gelöscht, um Platz zu schaffen.</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
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
        <translation>Score {score}, Schwelle {threshold}</translation>
    </message>
    <message>
        <source>{total} ms (decode {decode}, wait {wait}, inference {inference})</source>
        <translation>{total} ms (Dekodieren {decode}, Warten {wait}, Inferenz {inference})</translation>
    </message>
</context>
<context>
    <name>HistoryExport</name>
    <message>
        <source>Export CSV…</source>
        <translation>CSV exportieren…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>Export anhalten</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message numerus="yes">
        <source>{count} rows written to {file}</source>
        <translation>
            <numerusform>{count} Zeile in {file} geschrieben</numerusform>
            <numerusform>{count} Zeilen in {file} geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>Verlauf exportieren</translation>
    </message>
    <message numerus="yes">
        <source>{count} rows</source>
        <translation>
            <numerusform>{count} Zeile</numerusform>
            <numerusform>{count} Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryFilterBar</name>
    <message>
        <source>All recipes</source>
        <translation>Alle Rezepte</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 Stunden</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>Von – bis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
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
        <translation>Urteil: {verdict}</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <translation>dd.MM.yyyy HH:mm</translation>
    </message>
    <message>
        <source>Part of a source&apos;s name</source>
        <translation>Teil des Quellennamens</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
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
        <translation>Ausbeute</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tagen</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>Nach Stunden</translation>
    </message>
    <message>
        <source>Show the yield by day</source>
        <translation>Ausbeute nach Tagen zeigen</translation>
    </message>
    <message>
        <source>Show the yield by hour</source>
        <translation>Ausbeute nach Stunden zeigen</translation>
    </message>
    <message>
        <source>The station starts</source>
        <translation>Die Station startet</translation>
    </message>
    <message>
        <source>Its history is shown in a moment.</source>
        <translation>Der Verlauf erscheint gleich.</translation>
    </message>
    <message>
        <source>The station could not start</source>
        <translation>Die Station konnte nicht starten</translation>
    </message>
    <message>
        <source>Its history is shown once it runs.</source>
        <translation>Der Verlauf erscheint, sobald sie läuft.</translation>
    </message>
    <message>
        <source>Nothing in this time fits the filter.</source>
        <translation>Nichts in diesem Zeitraum passt zum Filter.</translation>
    </message>
    <message>
        <source>No such inspections</source>
        <translation>Keine passenden Prüfungen</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter zurücksetzen</translation>
    </message>
    <message>
        <source>All that is inspected, live, in batches or over HTTP, is listed here.</source>
        <translation>Alles, was live, im Stapel oder über HTTP geprüft wird, erscheint hier.</translation>
    </message>
    <message>
        <source>Nothing was inspected in this time</source>
        <translation>In diesem Zeitraum wurde nichts geprüft</translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
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
        <translation>Prüfungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>{count} new: show the newest</source>
        <translation>{count} neu: neueste zeigen</translation>
    </message>
</context>
<context>
    <name>ImageTools</name>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Contour</source>
        <translation>Kontur</translation>
    </message>
    <message>
        <source>Cold colours</source>
        <translation>Kalte Farben</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>In das Fenster einpassen</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
</context>
<context>
    <name>InspectBar</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>Inspect one image after the other (S)</source>
        <translation>Ein Bild nach dem anderen prüfen (S)</translation>
    </message>
    <message>
        <source>Stop and let go of the source (S)</source>
        <translation>Anhalten und die Quelle freigeben (S)</translation>
    </message>
    <message>
        <source>Inspect one image (Space)</source>
        <translation>Ein Bild prüfen (Leertaste)</translation>
    </message>
    <message>
        <source>Only what an operator needs, on the whole screen (F11)</source>
        <translation>Nur das für die Bedienung Nötige, auf dem ganzen Bildschirm (F11)</translation>
    </message>
    <message>
        <source>Operator mode</source>
        <translation>Bedienmodus</translation>
    </message>
    <message>
        <source>rtsp://… or http://…</source>
        <translation>rtsp://… oder http://…</translation>
    </message>
    <message>
        <source>Address of the stream</source>
        <translation>Adresse des Streams</translation>
    </message>
    <message>
        <source>Use this stream</source>
        <translation>Diesen Stream verwenden</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Takt</translation>
    </message>
    <message>
        <source>as fast as possible</source>
        <translation>so schnell wie möglich</translation>
    </message>
    <message>
        <source>one every {seconds} s</source>
        <translation>eines alle {seconds} s</translation>
    </message>
    <message>
        <source>Sample images</source>
        <translation>Beispielbilder</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Stream address…</source>
        <translation>Stream-Adresse…</translation>
    </message>
    <message>
        <source>Video file…</source>
        <translation>Videodatei…</translation>
    </message>
    <message>
        <source>Images…</source>
        <translation>Bilder…</translation>
    </message>
    <message>
        <source>Folder of images…</source>
        <translation>Ordner mit Bildern…</translation>
    </message>
    <message>
        <source>Watch a folder for new images…</source>
        <translation>Ordner auf neue Bilder überwachen…</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Choose a video</source>
        <translation>Video auswählen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Choose images</source>
        <translation>Bilder auswählen</translation>
    </message>
    <message>
        <source>Choose a folder of images</source>
        <translation>Ordner mit Bildern auswählen</translation>
    </message>
    <message>
        <source>Choose the folder to watch</source>
        <translation>Zu überwachenden Ordner auswählen</translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message>
        <source>Inspect</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>F11 leaves the operator mode</source>
        <translation>F11 beendet den Bedienmodus</translation>
    </message>
    <message>
        <source>Stop, or choose one of the last images: what is live changes</source>
        <translation>Anhalten oder eines der letzten Bilder wählen: das laufende wechselt</translation>
    </message>
    <message>
        <source>The station has stopped, and inspects nothing until it is started again</source>
        <translation>Die Station ist stehen geblieben und prüft nichts, bis sie neu gestartet wird</translation>
    </message>
    <message>
        <source>Inspection goes on by itself as soon as images come.</source>
        <translation>Die Prüfung läuft von selbst weiter, sobald Bilder kommen.</translation>
    </message>
    <message>
        <source>Stopped by a fault</source>
        <translation>Durch eine Störung gestoppt</translation>
    </message>
    <message>
        <source>Inspecting, recipe {recipe}</source>
        <translation>Prüfung läuft, Rezept {recipe}</translation>
    </message>
    <message>
        <source>Waiting for the trigger, recipe {recipe}</source>
        <translation>Warten auf den Auslöser, Rezept {recipe}</translation>
    </message>
    <message>
        <source>Stopped, recipe {recipe}</source>
        <translation>Angehalten, Rezept {recipe}</translation>
    </message>
    <message>
        <source>Loading the engine…</source>
        <translation>Die Engine wird geladen…</translation>
    </message>
    <message>
        <source>Waiting for the first image…</source>
        <translation>Warten auf das erste Bild…</translation>
    </message>
    <message>
        <source>Start inspects one image after the other, the space bar a single one.</source>
        <translation>Start prüft ein Bild nach dem anderen, die Leertaste ein einzelnes.</translation>
    </message>
</context>
<context>
    <name>LookBackBar</name>
    <message>
        <source>Looking again at {time}</source>
        <translation>Rückblick auf {time}</translation>
    </message>
    <message>
        <source>{count} more since</source>
        <translation>{count} weitere seitdem</translation>
    </message>
    <message>
        <source>Back to live (L)</source>
        <translation>Zurück zu live (L)</translation>
    </message>
</context>
<context>
    <name>LookCard</name>
    <message>
        <source>Look and sound</source>
        <translation>Darstellung und Ton</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Sound on NG</source>
        <translation>Ton bei NG</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Something failed unexpectedly ({error})</source>
        <translation>Unerwarteter Fehler ({error})</translation>
    </message>
    <message>
        <source>Please report it with {path}</source>
        <translation>Bitte melden, zusammen mit {path}</translation>
    </message>
    <message>
        <source>effad ended unexpectedly the last time</source>
        <translation>effad wurde beim letzten Mal unerwartet beendet</translation>
    </message>
    <message>
        <source>What happened stands in {path}</source>
        <translation>Was geschehen ist, steht in {path}</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>{file} is empty</source>
        <translation>{file} ist leer</translation>
    </message>
    <message>
        <source>the file has no bytes</source>
        <translation>die Datei hat keinen Inhalt</translation>
    </message>
    <message>
        <source>{file} is cut off</source>
        <translation>{file} ist abgeschnitten</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>das Ende fehlt</translation>
    </message>
    <message>
        <source>{file} is broken</source>
        <translation>{file} ist beschädigt</translation>
    </message>
    <message>
        <source>it has more than {number} scans</source>
        <translation>sie hat mehr als {number} Durchläufe</translation>
    </message>
    <message>
        <source>it has more than {number} chunks</source>
        <translation>sie hat mehr als {number} Blöcke</translation>
    </message>
    <message>
        <source>it has more than {number} segments</source>
        <translation>sie hat mehr als {number} Abschnitte</translation>
    </message>
    <message>
        <source>its tiles have {width} × {height} pixels</source>
        <translation>ihre Kacheln haben {width} × {height} Pixel</translation>
    </message>
    <message>
        <source>it ends within a segment</source>
        <translation>sie endet mitten in einem Abschnitt</translation>
    </message>
    <message>
        <source>one of its chunks ends behind its end</source>
        <translation>einer ihrer Blöcke reicht über das Ende hinaus</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>{file} cannot be decoded</source>
        <translation>{file} lässt sich nicht dekodieren</translation>
    </message>
    <message>
        <source>more than {number} pixels</source>
        <translation>mehr als {number} Pixel</translation>
    </message>
    <message>
        <source>{file} is too large</source>
        <translation>{file} ist zu groß</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>dafür reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>{file} is broken or not an image</source>
        <translation>{file} ist beschädigt oder kein Bild</translation>
    </message>
    <message>
        <source>expected JPEG, PNG, BMP, TIFF or WebP of 8 or 16 bits</source>
        <translation>erwartet wird JPEG, PNG, BMP, TIFF oder WebP mit 8 oder 16 Bit</translation>
    </message>
    <message>
        <source>{file} has pixels of type {kind}</source>
        <translation>{file} hat Pixel vom Typ {kind}</translation>
    </message>
    <message>
        <source>expected 8 or 16 bits</source>
        <translation>erwartet werden 8 oder 16 Bit</translation>
    </message>
    <message>
        <source>An image of {width} × {height} pixels cannot be written as {format}</source>
        <translation>Ein Bild von {width} × {height} Pixeln kann nicht als {format} geschrieben werden</translation>
    </message>
    <message>
        <source>No such file or folder: {place}</source>
        <translation>Datei oder Ordner nicht vorhanden: {place}</translation>
    </message>
    <message>
        <source>No images in {folder}</source>
        <translation>Keine Bilder in {folder}</translation>
    </message>
    <message>
        <source>looked for {endings}</source>
        <translation>gesucht wurde nach {endings}</translation>
    </message>
    <message>
        <source>No images to inspect</source>
        <translation>Keine Bilder zum Prüfen</translation>
    </message>
    <message>
        <source>{place} is a file</source>
        <translation>{place} ist eine Datei</translation>
    </message>
    <message>
        <source>give the folder that images are put into</source>
        <translation>den Ordner angeben, in den Bilder gelegt werden</translation>
    </message>
    <message>
        <source>folder {place}</source>
        <translation>Ordner {place}</translation>
    </message>
    <message>
        <source>Folder {place} does not answer</source>
        <translation>Ordner {place} antwortet nicht</translation>
    </message>
    <message>
        <source>Folder {place} cannot be read ({reason}); trying again</source>
        <translation>Ordner {place} ist nicht lesbar ({reason}); neuer Versuch folgt</translation>
    </message>
    <message>
        <source>camera {name}</source>
        <translation>Kamera {name}</translation>
    </message>
    <message>
        <source>Camera {name}</source>
        <translation>Kamera {name}</translation>
    </message>
    <message>
        <source>{camera} gives no frames</source>
        <translation>{camera} liefert keine Bilder</translation>
    </message>
    <message>
        <source>{camera} is lost; trying again in {seconds} s</source>
        <translation>{camera} ist ausgefallen; neuer Versuch in {seconds} s</translation>
    </message>
    <message>
        <source>{camera} cannot be reached; trying again in {seconds} s</source>
        <translation>{camera} ist nicht erreichbar; neuer Versuch in {seconds} s</translation>
    </message>
    <message>
        <source>No such camera or video: {name}</source>
        <translation>Kamera oder Video nicht vorhanden: {name}</translation>
    </message>
    <message>
        <source>an empty address</source>
        <translation>leere Adresse</translation>
    </message>
    <message>
        <source>give a number, a device, a video file, or an address such as rtsp://… or http://…</source>
        <translation>Nummer, Gerät, Videodatei oder Adresse wie rtsp://… oder http://… angeben</translation>
    </message>
    <message>
        <source>The camera&apos;s address is not valid</source>
        <translation>Die Adresse der Kamera ist ungültig</translation>
    </message>
    <message>
        <source>The camera&apos;s address names no host</source>
        <translation>In der Adresse der Kamera fehlt der Rechnername</translation>
    </message>
    <message>
        <source>Cameras are not reached by {scheme}</source>
        <translation>Kameras sind nicht über {scheme} erreichbar</translation>
    </message>
    <message>
        <source>known are {names}</source>
        <translation>bekannt sind {names}</translation>
    </message>
    <message>
        <source>{file} is not a video</source>
        <translation>{file} ist kein Video</translation>
    </message>
    <message>
        <source>expected a file such as MP4, AVI, MKV or MOV</source>
        <translation>erwartet wird eine Datei wie MP4, AVI, MKV oder MOV</translation>
    </message>
    <message>
        <source>{file} has no frames</source>
        <translation>{file} enthält keine Bilder</translation>
    </message>
    <message>
        <source>the video is empty or broken</source>
        <translation>das Video ist leer oder beschädigt</translation>
    </message>
    <message>
        <source>Unknown source {name}</source>
        <translation>Unbekannte Quelle {name}</translation>
    </message>
    <message>
        <source>give camera:0, folder:/path, files:/path, a stream (rtsp://… or http://…) or a video file</source>
        <translation>camera:0, folder:/Pfad, files:/Pfad, einen Stream (rtsp://… oder http://…) oder eine Videodatei angeben</translation>
    </message>
    <message>
        <source>{name} was not taught</source>
        <translation>{name} wurde nicht angelernt</translation>
    </message>
    <message>
        <source>{source} lies far outside of everything seen: its score is {score}, the threshold {threshold}, ordinary is {ordinary}</source>
        <translation>{source} liegt weit außerhalb von allem, was gesehen wurde: Der Score ist {score}, die Schwelle {threshold}, üblich ist {ordinary}</translation>
    </message>
    <message>
        <source>{number} known defects would pass: {names}</source>
        <translation>{number} bekannte Fehler würden durchgehen: {names}</translation>
    </message>
    <message>
        <source>{name} does not learn at once</source>
        <translation>{name} lernt nicht sofort</translation>
    </message>
    <message>
        <source>only recipes of the method memory do; train it again</source>
        <translation>nur Rezepte des Verfahrens Gedächtnis tun das; trainieren Sie es neu</translation>
    </message>
    <message>
        <source>export it, and add it under another name</source>
        <translation>exportieren Sie es, und fügen Sie es unter anderem Namen hinzu</translation>
    </message>
    <message>
        <source>{name} has no held-out images to set its threshold from</source>
        <translation>{name} hat keine zurückgehaltenen Bilder, aus denen die Schwelle bestimmt wird</translation>
    </message>
    <message>
        <source>train it again</source>
        <translation>trainieren Sie es neu</translation>
    </message>
    <message>
        <source>{name} sets its threshold from this image alone</source>
        <translation>{name} setzt die Schwelle nur nach diesem Bild</translation>
    </message>
    <message>
        <source>train it with more images</source>
        <translation>mit mehr Bildern trainieren</translation>
    </message>
    <message>
        <source>{name} is being changed by another program</source>
        <translation>{name} wird gerade von einem anderen Programm geändert</translation>
    </message>
    <message>
        <source>try again in a moment</source>
        <translation>gleich noch einmal versuchen</translation>
    </message>
    <message>
        <source>{reason}; remove it, or train again</source>
        <translation>{reason}; entfernen Sie es, oder trainieren Sie neu</translation>
    </message>
    <message>
        <source>The HTTP service has ended</source>
        <translation>Der HTTP-Dienst hat geendet</translation>
    </message>
    <message>
        <source>nobody has stopped it</source>
        <translation>niemand hat ihn beendet</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>threshold changed</source>
        <translation>Schwelle geändert</translation>
    </message>
    <message>
        <source>taught as good: {names}</source>
        <translation>als gut gelernt: {names}</translation>
    </message>
    <message>
        <source>restored version {number}</source>
        <translation>Version {number} zurückgeholt</translation>
    </message>
    <message>
        <source>There is no version {number}</source>
        <translation>Es gibt keine Version {number}</translation>
    </message>
    <message>
        <source>No recipe {name}</source>
        <translation>Kein Rezept {name}</translation>
    </message>
    <message>
        <source>No recipe {name} is installed</source>
        <translation>Kein Rezept {name} installiert</translation>
    </message>
    <message>
        <source>installed are: {names}</source>
        <translation>installiert sind: {names}</translation>
    </message>
    <message>
        <source>installed are: {names}; or give a folder</source>
        <translation>installiert sind: {names}; oder einen Ordner angeben</translation>
    </message>
    <message>
        <source>There is a recipe {name} already</source>
        <translation>Ein Rezept {name} gibt es bereits</translation>
    </message>
    <message>
        <source>--force replaces it</source>
        <translation>--force ersetzt es</translation>
    </message>
    <message>
        <source>{name} is a built-in recipe</source>
        <translation>{name} ist ein mitgeliefertes Rezept</translation>
    </message>
    <message>
        <source>give the new one another name</source>
        <translation>dem neuen einen anderen Namen geben</translation>
    </message>
    <message>
        <source>{name} is built in</source>
        <translation>{name} ist mitgeliefert</translation>
    </message>
    <message>
        <source>built-in recipes cannot be removed</source>
        <translation>mitgelieferte Rezepte lassen sich nicht entfernen</translation>
    </message>
    <message>
        <source>{place} is no recipe</source>
        <translation>{place} ist kein Rezept</translation>
    </message>
    <message>
        <source>{place} is not a recipe</source>
        <translation>{place} ist kein Rezept</translation>
    </message>
    <message>
        <source>there is no {file} in it</source>
        <translation>darin fehlt {file}</translation>
    </message>
    <message>
        <source>expected a folder or a .zip</source>
        <translation>erwartet wird ein Ordner oder eine .zip-Datei</translation>
    </message>
    <message>
        <source>{file} is a broken or encrypted .zip</source>
        <translation>{file} ist eine beschädigte oder verschlüsselte .zip-Datei</translation>
    </message>
    <message>
        <source>{file} is not safe to unpack</source>
        <translation>{file} lässt sich nicht sicher entpacken</translation>
    </message>
    <message>
        <source>{name} points outside of it</source>
        <translation>{name} zeigt nach außerhalb</translation>
    </message>
    <message>
        <source>it unpacks to more than {number} bytes</source>
        <translation>entpackt hat es mehr als {number} Bytes</translation>
    </message>
    <message>
        <source>it has more than {number} bytes</source>
        <translation>es hat mehr als {number} Bytes</translation>
    </message>
    <message>
        <source>The recipe {place} is not whole</source>
        <translation>Das Rezept {place} ist unvollständig</translation>
    </message>
    <message>
        <source>{file} is wrong</source>
        <translation>{file} ist fehlerhaft</translation>
    </message>
    <message>
        <source>{file} is not valid TOML</source>
        <translation>{file} ist kein gültiges TOML</translation>
    </message>
    <message>
        <source>threshold must be a number</source>
        <translation>threshold muss eine Zahl sein</translation>
    </message>
    <message>
        <source>created must be a date and time</source>
        <translation>created muss Datum und Uhrzeit sein</translation>
    </message>
    <message>
        <source>{key} must be a text</source>
        <translation>{key} muss ein Text sein</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>Angabe fehlt</translation>
    </message>
    <message>
        <source>{name} cannot name a recipe</source>
        <translation>{name} ist kein möglicher Rezeptname</translation>
    </message>
    <message>
        <source>a name has 1 to 64 letters, digits, dots, dashes and underscores, begins with a letter or digit and does not end with a dot</source>
        <translation>ein Name hat 1 bis 64 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, beginnt mit einem Buchstaben oder einer Ziffer und endet nicht mit einem Punkt</translation>
    </message>
    <message>
        <source>The threshold {value} is no finite number</source>
        <translation>Die Schwelle {value} ist keine endliche Zahl</translation>
    </message>
    <message>
        <source>The threshold of {file} cannot be changed</source>
        <translation>Die Schwelle in {file} lässt sich nicht ändern</translation>
    </message>
    <message>
        <source>change it with an editor</source>
        <translation>sie mit einem Texteditor ändern</translation>
    </message>
    <message>
        <source>{error}; train again, or remove it</source>
        <translation>{error}; neu trainieren oder entfernen</translation>
    </message>
    <message>
        <source>{error}; make it again with effad parity</source>
        <translation>{error}; mit effad parity neu erstellen</translation>
    </message>
    <message>
        <source>{file} belongs to another model</source>
        <translation>{file} gehört zu einem anderen Modell</translation>
    </message>
    <message>
        <source>train again, or remove it</source>
        <translation>neu trainieren oder entfernen</translation>
    </message>
    <message>
        <source>{file} was changed after it was written</source>
        <translation>{file} wurde nachträglich verändert</translation>
    </message>
    <message>
        <source>its hash does not match</source>
        <translation>die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>{file} is not a model of this version</source>
        <translation>{file} ist kein Modell dieser Version</translation>
    </message>
    <message>
        <source>it says {found}, expected {wanted}; train it again or update effad</source>
        <translation>angegeben ist {found}, erwartet wird {wanted}; neu trainieren oder effad aktualisieren</translation>
    </message>
    <message>
        <source>The manifest of {file} is broken</source>
        <translation>Die Angaben in {file} sind beschädigt</translation>
    </message>
    <message>
        <source>{file} was trained with another preprocessing</source>
        <translation>{file} wurde mit anderer Vorverarbeitung trainiert</translation>
    </message>
    <message>
        <source>it says {found}, this version does {wanted}</source>
        <translation>angegeben ist {found}, diese Version verwendet {wanted}</translation>
    </message>
    <message>
        <source>{file} is truncated</source>
        <translation>{file} ist abgeschnitten</translation>
    </message>
    <message>
        <source>{file} is truncated or not a safetensors file</source>
        <translation>{file} ist abgeschnitten oder keine safetensors-Datei</translation>
    </message>
    <message>
        <source>it has {size} bytes, expected {expected}</source>
        <translation>es hat {size} Bytes, erwartet werden {expected}</translation>
    </message>
    <message>
        <source>{file} is of unknown size {size}</source>
        <translation>{file} hat die unbekannte Größe {size}</translation>
    </message>
    <message>
        <source>{file} is of unknown method {method}</source>
        <translation>{file} hat das unbekannte Verfahren {method}</translation>
    </message>
    <message>
        <source>expected {names}</source>
        <translation>erwartet wird {names}</translation>
    </message>
    <message>
        <source>{file} has tensors of another network</source>
        <translation>{file} enthält Tensoren eines anderen Netzes</translation>
    </message>
    <message>
        <source>{file} has values that are not finite</source>
        <translation>{file} enthält nicht endliche Werte</translation>
    </message>
    <message>
        <source>{file} lacks the tensor {tensor}</source>
        <translation>In {file} fehlt der Tensor {tensor}</translation>
    </message>
    <message>
        <source>{file} has a wrong shape</source>
        <translation>{file} hat eine falsche Form</translation>
    </message>
    <message>
        <source>{tensor} is {found}, expected {wanted}</source>
        <translation>{tensor} ist {found}, erwartet wird {wanted}</translation>
    </message>
    <message>
        <source>{place} has no int8 model</source>
        <translation>{place} enthält kein int8-Modell</translation>
    </message>
    <message>
        <source>train or export it again with int8</source>
        <translation>mit int8 neu trainieren oder exportieren</translation>
    </message>
    <message>
        <source>{file} was made from another model</source>
        <translation>{file} stammt von einem anderen Modell</translation>
    </message>
    <message>
        <source>export the recipe again</source>
        <translation>das Rezept neu exportieren</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>only {count} good images: the threshold is uncertain; {enough} or more, over several lots and lightings, are better</source>
        <translation>nur {count} gute Bilder: Die Schwelle ist unsicher; besser sind {enough} oder mehr aus mehreren Losen und Beleuchtungen</translation>
    </message>
    <message>
        <source>{folder} is not used ({count} images): to measure what is found, move defective images to {bad} and some good ones to {good}</source>
        <translation>{folder} wird nicht verwendet ({count} Bilder): Um die Erkennung zu messen, fehlerhafte Bilder nach {bad} und einige gute nach {good} verschieben</translation>
    </message>
    <message>
        <source>{count} images in {folder} itself are not used, such as {name}</source>
        <translation>{count} Bilder direkt in {folder} werden nicht verwendet, etwa {name}</translation>
    </message>
    <message>
        <source>mask {file} belongs to no image: NAME_mask.png is that of {image}</source>
        <translation>Maske {file} gehört zu keinem Bild: NAME_mask.png ist die von {image}</translation>
    </message>
    <message>
        <source>{count} masks more belong to no image</source>
        <translation>{count} weitere Masken gehören zu keinem Bild</translation>
    </message>
    <message>
        <source>Unknown engine {name}</source>
        <translation>Unbekannte Engine {name}</translation>
    </message>
    <message>
        <source>there are: {names}</source>
        <translation>vorhanden sind: {names}</translation>
    </message>
    <message>
        <source>The engine {name} is not installed</source>
        <translation>Die Engine {name} ist nicht installiert</translation>
    </message>
    <message>
        <source>Device {name} cannot be used</source>
        <translation>Gerät {name} ist nicht verwendbar</translation>
    </message>
    <message>
        <source>Device {name} cannot be used by OpenVINO</source>
        <translation>Gerät {name} ist für OpenVINO nicht verwendbar</translation>
    </message>
    <message>
        <source>it sees {names}</source>
        <translation>gefunden werden {names}</translation>
    </message>
    <message>
        <source>The station is not running</source>
        <translation>Die Station läuft nicht</translation>
    </message>
    <message>
        <source>The station is {state}</source>
        <translation>Zustand der Station: {state}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>faulted</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>The inspection failed</source>
        <translation>Die Prüfung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>the station is faulted; see its log</source>
        <translation>die Station ist gestört; siehe Protokoll</translation>
    </message>
    <message>
        <source>The batch has ended: {reason}</source>
        <translation>Der Stapel wurde beendet: {reason}</translation>
    </message>
    <message>
        <source>Too many images wait</source>
        <translation>Zu viele Bilder warten</translation>
    </message>
    <message>
        <source>{number} are queued; try again in a moment</source>
        <translation>{number} stehen an; gleich noch einmal versuchen</translation>
    </message>
    <message>
        <source>{part} fails: {error}</source>
        <translation>{part} schlägt fehl: {error}</translation>
    </message>
    <message>
        <source>A setting is wrong</source>
        <translation>Eine Einstellung ist falsch</translation>
    </message>
    <message>
        <source>A setting is wrong (in {file} or EFFAD_*)</source>
        <translation>Eine Einstellung ist falsch (in {file} oder EFFAD_*)</translation>
    </message>
    <message>
        <source>{name} is set by the environment</source>
        <translation>{name} ist durch die Umgebung vorgegeben</translation>
    </message>
    <message>
        <source>a change takes no effect as long as {variable} is set</source>
        <translation>eine Änderung wirkt nicht, solange {variable} gesetzt ist</translation>
    </message>
    <message>
        <source>{host} is reached from other machines, so a token is needed</source>
        <translation>{host} ist von anderen Rechnern erreichbar, deshalb ist ein Token nötig</translation>
    </message>
    <message>
        <source>give --token or EFFAD_TOKEN, or serve on 127.0.0.1</source>
        <translation>--token oder EFFAD_TOKEN angeben, oder 127.0.0.1 verwenden</translation>
    </message>
    <message>
        <source>Port {port} is taken</source>
        <translation>Port {port} ist belegt</translation>
    </message>
    <message>
        <source>stop the program that has it, or give another port</source>
        <translation>das Programm beenden, das ihn belegt, oder einen anderen Port angeben</translation>
    </message>
    <message>
        <source>Port {port} is not allowed</source>
        <translation>Port {port} ist nicht erlaubt</translation>
    </message>
    <message>
        <source>give one from 1024 up</source>
        <translation>einen ab 1024 angeben</translation>
    </message>
    <message>
        <source>{host} is no address of this machine</source>
        <translation>{host} ist keine Adresse dieses Rechners</translation>
    </message>
    <message>
        <source>give 127.0.0.1 or one that it has</source>
        <translation>127.0.0.1 oder eine eigene Adresse angeben</translation>
    </message>
    <message>
        <source>Cannot serve on {host}, port {port}</source>
        <translation>Der Dienst kann {host}, Port {port}, nicht verwenden</translation>
    </message>
    <message>
        <source>The HTTP service did not start</source>
        <translation>Der HTTP-Dienst ist nicht gestartet</translation>
    </message>
    <message>
        <source>its log says more</source>
        <translation>mehr steht im Protokoll</translation>
    </message>
    <message>
        <source>Cannot read {file}</source>
        <translation>{file} ist nicht lesbar</translation>
    </message>
    <message>
        <source>Cannot write {file}</source>
        <translation>{file} ist nicht schreibbar</translation>
    </message>
    <message>
        <source>Cannot make {file}</source>
        <translation>{file} lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>Cannot use {file}</source>
        <translation>{file} ist nicht verwendbar</translation>
    </message>
    <message>
        <source>Cannot remove {file}</source>
        <translation>{file} lässt sich nicht löschen</translation>
    </message>
    <message>
        <source>Cannot copy {file} to {place}</source>
        <translation>{file} lässt sich nicht nach {place} kopieren</translation>
    </message>
    <message>
        <source>{file} cannot be read</source>
        <translation>{file} ist nicht lesbar</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>Cannot open the history {name}</source>
        <translation>Der Verlauf {name} lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Cannot use the history {name}</source>
        <translation>Der Verlauf {name} ist nicht verwendbar</translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>Der Verlauf ist nicht lesbar</translation>
    </message>
    <message>
        <source>The history cannot be written</source>
        <translation>Der Verlauf ist nicht schreibbar</translation>
    </message>
    <message>
        <source>There is no history yet</source>
        <translation>Es gibt noch keinen Verlauf</translation>
    </message>
    <message>
        <source>it begins with the first start of effad serve</source>
        <translation>er beginnt mit dem ersten Start von effad serve</translation>
    </message>
    <message>
        <source>{file} begins with the first start of effad serve</source>
        <translation>{file} entsteht beim ersten Start von effad serve</translation>
    </message>
    <message>
        <source>The history is of version {found}, and this effad knows {known}</source>
        <translation>Der Verlauf hat die Version {found}, dieses effad kennt {known}</translation>
    </message>
    <message>
        <source>start effad serve once, which brings it up to date</source>
        <translation>effad serve einmal starten, das aktualisiert ihn</translation>
    </message>
    <message>
        <source>it was written by a newer effad; use that one, or give another history_url</source>
        <translation>er stammt von einem neueren effad; dieses verwenden oder eine andere history_url angeben</translation>
    </message>
    <message>
        <source>The database has a table {name} of another program</source>
        <translation>Die Datenbank enthält eine Tabelle {name} eines anderen Programms</translation>
    </message>
    <message>
        <source>give another history_url</source>
        <translation>eine andere history_url angeben</translation>
    </message>
    <message>
        <source>history_url names no file</source>
        <translation>history_url nennt keine Datei</translation>
    </message>
    <message>
        <source>write sqlite:////folder/history.db</source>
        <translation>sqlite:////Ordner/history.db schreiben</translation>
    </message>
    <message>
        <source>history_url is no database address</source>
        <translation>history_url ist keine Datenbankadresse</translation>
    </message>
    <message>
        <source>write postgresql://user@host/name</source>
        <translation>postgresql://Benutzer@Rechner/Name schreiben</translation>
    </message>
    <message>
        <source>The history was damaged and begun anew; what was before is in {file}</source>
        <translation>Der Verlauf war beschädigt und wurde neu begonnen; der frühere liegt in {file}</translation>
    </message>
    <message>
        <source>Images come faster than they can be stored; some are skipped</source>
        <translation>Bilder kommen schneller, als sie gespeichert werden können; einige werden ausgelassen</translation>
    </message>
    <message>
        <source>Images are not stored: {reason}</source>
        <translation>Bilder werden nicht gespeichert: {reason}</translation>
    </message>
    <message>
        <source>less than {size} is free in {folder}</source>
        <translation>weniger als {size} frei in {folder}</translation>
    </message>
    <message>
        <source>No images are stored any more: {reason}</source>
        <translation>Es werden keine Bilder mehr gespeichert: {reason}</translation>
    </message>
    <message>
        <source>Old inspections cannot be removed: {reason}</source>
        <translation>Alte Prüfungen lassen sich nicht löschen: {reason}</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Verzeichnis nicht vorhanden</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Ist ein Verzeichnis</translation>
    </message>
    <message>
        <source>promoted to EfficientAD</source>
        <translation>zu EfficientAD befördert</translation>
    </message>
    <message>
        <source>discard the training, and begin anew</source>
        <translation>verwerfen Sie das Training und beginnen Sie neu</translation>
    </message>
    <message>
        <source>{name} has no scores of held-out images</source>
        <translation>{name} hat keine Scores zurückgehaltener Bilder</translation>
    </message>
    <message>
        <source>{name} is followed already</source>
        <translation>Für {name} läuft schon ein Training</translation>
    </message>
    <message>
        <source>pause that training first</source>
        <translation>halten Sie es zuerst an</translation>
    </message>
    <message>
        <source>No training follows {name}</source>
        <translation>Für {name} gibt es kein Training</translation>
    </message>
    <message>
        <source>begin one</source>
        <translation>beginnen Sie eines</translation>
    </message>
    <message>
        <source>No model waits to be promoted in {name}</source>
        <translation>In {name} wartet kein Modell auf die Beförderung</translation>
    </message>
    <message>
        <source>train one first</source>
        <translation>trainieren Sie zuerst eines</translation>
    </message>
    <message>
        <source>Nobody knows where the images of {name} are</source>
        <translation>Es ist nicht bekannt, wo die Bilder von {name} liegen</translation>
    </message>
    <message>
        <source>give the folder of its good images</source>
        <translation>geben Sie den Ordner mit guten Bildern an</translation>
    </message>
    <message>
        <source>No such folder: {folder}</source>
        <translation>Kein solcher Ordner: {folder}</translation>
    </message>
    <message>
        <source>Cannot start {file}</source>
        <translation>{file} lässt sich nicht starten</translation>
    </message>
    <message>
        <source>{name} is of the method EfficientAD already</source>
        <translation>{name} arbeitet schon mit dem Verfahren EfficientAD</translation>
    </message>
    <message>
        <source>only instant ones are followed</source>
        <translation>nur auf sofortige Rezepte folgt ein Training</translation>
    </message>
    <message>
        <source>This executable cannot train</source>
        <translation>Dieses Programm kann nicht trainieren</translation>
    </message>
    <message>
        <source>install effad-desktop[train] for Python on this PC; it goes on with the same recipes</source>
        <translation>installieren Sie effad-desktop[train] für Python auf diesem PC; es arbeitet mit denselben Rezepten weiter</translation>
    </message>
    <message>
        <source>Training is not installed</source>
        <translation>Das Training ist nicht installiert</translation>
    </message>
    <message>
        <source>pip install &apos;effad-desktop[train]&apos; adds it</source>
        <translation>pip install &apos;effad-desktop[train]&apos; fügt es hinzu</translation>
    </message>
    <message>
        <source>Only {count} images in {folder}</source>
        <translation>Nur {count} Bilder in {folder}</translation>
    </message>
    <message>
        <source>training needs at least {count}</source>
        <translation>das Training braucht mindestens {count}</translation>
    </message>
    <message>
        <source>Only {count} images are left to learn from</source>
        <translation>Nur {count} Bilder bleiben zum Lernen</translation>
    </message>
    <message>
        <source>the others are held out or show defects</source>
        <translation>die anderen sind zurückgehalten oder zeigen Fehler</translation>
    </message>
    <message>
        <source>the images are not those that the recipe was made from</source>
        <translation>die Bilder sind nicht die, aus denen das Rezept entstand</translation>
    </message>
    <message>
        <source>{count} test images were taught as good, and are learned: the figures count them</source>
        <translation>{count} Testbilder wurden als gut gelehrt und sind gelernt: Die Kennzahlen zählen sie mit</translation>
    </message>
    <message>
        <source>Out of memory</source>
        <translation>Der Speicher reicht nicht</translation>
    </message>
    <message>
        <source>fewer images, or a PC with more</source>
        <translation>weniger Bilder oder ein PC mit mehr</translation>
    </message>
    <message>
        <source>It failed unexpectedly: {error}</source>
        <translation>Unerwarteter Fehler: {error}</translation>
    </message>
    <message>
        <source>Please report it with {file}</source>
        <translation>Bitte melden Sie ihn mit {file}</translation>
    </message>
</context>
<context>
    <name>PlacesCard</name>
    <message>
        <source>About this station</source>
        <translation>Über diese Station</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>Protokollordner</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open: {folder}</source>
        <translation>Öffnen: {folder}</translation>
    </message>
</context>
<context>
    <name>PromotionPanel</name>
    <message>
        <source>EfficientAD follows</source>
        <translation>EfficientAD folgt</translation>
    </message>
    <message>
        <source>Images…</source>
        <translation>Bilder…</translation>
    </message>
    <message>
        <source>Choose the folder of this recipe&apos;s good images</source>
        <translation>Ordner mit guten Bildern dieses Rezepts auswählen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Befördern</translation>
    </message>
    <message>
        <source>EfficientAD takes the place; the model before can be restored</source>
        <translation>EfficientAD tritt an die Stelle; das bisherige Modell lässt sich zurückholen</translation>
    </message>
    <message>
        <source>How long to train</source>
        <translation>Trainingsdauer</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 Minuten</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>4 hours</source>
        <translation>4 Stunden</translation>
    </message>
    <message>
        <source>8 hours</source>
        <translation>8 Stunden</translation>
    </message>
    <message>
        <source>Keep {recipe} as it is? What was trained is deleted.</source>
        <translation>{recipe} so behalten, wie es ist? Was trainiert wurde, wird gelöscht.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Don&apos;t delete</source>
        <translation>Nicht löschen</translation>
    </message>
    <message>
        <source>Where its images are is not known</source>
        <translation>Wo seine Bilder liegen, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Neu vergleichen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
</context>
<context>
    <name>PromotionWords</name>
    <message>
        <source>Pausing: what is trained so far is kept…</source>
        <translation>Wird angehalten: Was schon trainiert ist, bleibt erhalten…</translation>
    </message>
    <message>
        <source>The training has ended unexpectedly; it goes on from its last checkpoint.</source>
        <translation>Das Training endete unerwartet; es lässt sich vom letzten Zwischenstand fortsetzen.</translation>
    </message>
    <message>
        <source>Train EfficientAD on the same images, in the background and also while this window is closed. Then both are compared, and you choose.</source>
        <translation>EfficientAD mit denselben Bildern trainieren, im Hintergrund und auch bei geschlossenem Fenster. Danach werden beide verglichen, und Sie wählen.</translation>
    </message>
    <message>
        <source>Step {step} of {steps} · {time} left</source>
        <translation>Schritt {step} von {steps} · noch {time}</translation>
    </message>
    <message>
        <source>Preparing the images…</source>
        <translation>Bilder werden vorbereitet…</translation>
    </message>
    <message>
        <source>The training begins…</source>
        <translation>Das Training beginnt…</translation>
    </message>
    <message>
        <source>Measuring what it has learned…</source>
        <translation>Gelerntes wird gemessen…</translation>
    </message>
    <message>
        <source>Comparing both…</source>
        <translation>Beide werden verglichen…</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Paused at step {step} of {steps}.</source>
        <translation>Angehalten bei Schritt {step} von {steps}.</translation>
    </message>
    <message>
        <source>The recipe has changed since both were compared.</source>
        <translation>Das Rezept hat sich seit dem Vergleich geändert.</translation>
    </message>
    <message>
        <source>EfficientAD is trained. Both have judged the same images, none of which they have learned.</source>
        <translation>EfficientAD ist trainiert. Beide haben dieselben Bilder beurteilt, von denen sie keines gelernt haben.</translation>
    </message>
</context>
<context>
    <name>RecipeDetails</name>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Use as default</source>
        <translation>Als Standard verwenden</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>It is in use, and the station starts with it.</source>
        <translation>Es ist in Gebrauch, und die Station startet damit.</translation>
    </message>
    <message>
        <source>It is in use.</source>
        <translation>Es ist in Gebrauch.</translation>
    </message>
    <message>
        <source>The station starts with it.</source>
        <translation>Die Station startet damit.</translation>
    </message>
    <message>
        <source>Built in: it cannot be removed.</source>
        <translation>Mitgeliefert: Es lässt sich nicht entfernen.</translation>
    </message>
    <message>
        <source>To remove it, use another one first.</source>
        <translation>Zum Entfernen zuerst ein anderes verwenden.</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Zurückholen …</translation>
    </message>
</context>
<context>
    <name>RecipeWords</name>
    <message>
        <source>No figures: it was never tested</source>
        <translation>Keine Kennzahlen: nie getestet</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Changes of the threshold</source>
        <translation>Änderungen der Schwelle</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
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
        <translation>AU-ROC der Pixel</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>Falsch aussortiert</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} von {total}</translation>
    </message>
    <message>
        <source>What it costs is not known: the scores it was set from were not kept.</source>
        <translation>Was sie kostet, ist nicht bekannt: Die Scores, aus denen sie bestimmt wurde, liegen nicht mehr vor.</translation>
    </message>
    <message>
        <source>Of 1,000 good images about {expected} are rejected (with 95&#xa0;%: {low} to {high}), as {images} held-out ones tell.</source>
        <translation>Von 1000 guten Bildern werden etwa {expected} aussortiert (zu 95&#xa0;%: {low} bis {high}), nach {images} zurückgehaltenen zu urteilen.</translation>
    </message>
    <message>
        <source>They are too few or too alike to measure how widely good images scatter.</source>
        <translation>Es sind zu wenige oder zu ähnliche, um die Streuung guter Bilder zu messen.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>Defekt</translation>
    </message>
    <message>
        <source>Threshold {value}</source>
        <translation>Schwelle {value}</translation>
    </message>
    <message>
        <source>{size}, {megabytes} MB</source>
        <translation>{size}, {megabytes} MB</translation>
    </message>
    <message>
        <source>{value}: a higher score is NG.</source>
        <translation>{value}: Ein höherer Score ist NG.</translation>
    </message>
    <message>
        <source>At the threshold {value}, which it was trained with.</source>
        <translation>Bei der Schwelle {value}, mit der es trainiert wurde.</translation>
    </message>
    <message>
        <source>{old} → {new}, by {who}</source>
        <translation>{old} → {new}, von {who}</translation>
    </message>
    <message>
        <source>threshold {value}</source>
        <translation>Schwelle {value}</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message>
        <source>Memory (PatchCore on EfficientAD&apos;s teacher)</source>
        <translation>Gedächtnis (PatchCore auf dem Lehrer von EfficientAD)</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
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
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>One for each product. Drop a recipe&apos;s folder or .zip here to add it.</source>
        <translation>Eines je Produkt. Ordner oder .zip eines Rezepts hier ablegen, um es hinzuzufügen.</translation>
    </message>
    <message>
        <source>Add recipe</source>
        <translation>Rezept hinzufügen</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>Aus einem Ordner…</translation>
    </message>
    <message>
        <source>From a .zip…</source>
        <translation>Aus einer .zip-Datei…</translation>
    </message>
    <message>
        <source>Recipes on this machine</source>
        <translation>Rezepte auf diesem Rechner</translation>
    </message>
    <message>
        <source>{title}. Replace it by {place}?</source>
        <translation>{title}. Durch {place} ersetzen?</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>Altes behalten</translation>
    </message>
    <message>
        <source>Remove {name}? The built-in recipe of that name is used again.</source>
        <translation>{name} entfernen? Das mitgelieferte Rezept dieses Namens wird wieder verwendet.</translation>
    </message>
    <message>
        <source>Remove {name}? Its model and threshold are deleted from this machine.</source>
        <translation>{name} entfernen? Modell und Schwelle werden von diesem Rechner gelöscht.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Bring {recipe} back to version {number}? Its threshold is {threshold} then; it becomes the newest version.</source>
        <translation>{recipe} auf Version {number} zurückholen? Die Schwelle ist dann {threshold}; sie wird die neueste Version.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Keep it as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Export recipe</source>
        <translation>Rezept exportieren</translation>
    </message>
    <message>
        <source>Add a recipe&apos;s folder</source>
        <translation>Ordner eines Rezepts hinzufügen</translation>
    </message>
    <message>
        <source>Add a recipe&apos;s .zip</source>
        <translation>.zip-Datei eines Rezepts hinzufügen</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Known to be</source>
        <translation>Bekannt als</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Nicht lesbar</translation>
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
        <translation>gut</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>False reject</source>
        <translation>Falsch aussortiert</translation>
    </message>
</context>
<context>
    <name>ScoreHistogram</name>
    <message>
        <source>Histogram of the scores with the threshold</source>
        <translation>Histogramm der Scores mit der Schwelle</translation>
    </message>
    <message>
        <source>Threshold {value}</source>
        <translation>Schwelle {value}</translation>
    </message>
    <message>
        <source>Drag the line, or move it with the arrow keys; Home brings the recipe&apos;s threshold back</source>
        <translation>Die Linie ziehen oder mit den Pfeiltasten bewegen; Pos1 stellt die Schwelle des Rezepts wieder her</translation>
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
        <translation>Histogramme der Scores beider Modelle</translation>
    </message>
    <message>
        <source>Scores as multiples of the threshold: good images should lie left of it, defects right</source>
        <translation>Scores als Vielfache der Schwelle: gute Bilder sollten links davon liegen, Fehler rechts</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Defects</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Synthetic</source>
        <translation>Synthetisch</translation>
    </message>
</context>
<context>
    <name>ScoreScale</name>
    <message>
        <source>{time} ms</source>
        <translation>{time} ms</translation>
    </message>
    <message>
        <source>Score {score}, threshold {threshold}, {time}</source>
        <translation>Score {score}, Schwelle {threshold}, {time}</translation>
    </message>
    <message>
        <source>No score yet</source>
        <translation>Noch kein Score</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Threshold {value}</source>
        <translation>Schwelle {value}</translation>
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
        <translation>Hier liegen nur Masken von Fehlern, keine Bilder zum Prüfen</translation>
    </message>
    <message>
        <source>{number} things that were given hold no images, such as {name}</source>
        <translation>{number} der abgelegten Dinge enthalten keine Bilder, etwa {name}</translation>
    </message>
    <message>
        <source>{name} is no image</source>
        <translation>{name} ist kein Bild</translation>
    </message>
    <message>
        <source>There are no images in the folder {name}</source>
        <translation>Im Ordner {name} sind keine Bilder</translation>
    </message>
    <message>
        <source>{name} is not there</source>
        <translation>{name} ist nicht vorhanden</translation>
    </message>
    <message>
        <source>{title}; the rest is inspected</source>
        <translation>{title}; der Rest wird geprüft</translation>
    </message>
    <message>
        <source>The threshold of {recipe} is {new} from now on; it was {old}</source>
        <translation>Die Schwelle von {recipe} ist ab jetzt {new}; bisher war sie {old}</translation>
    </message>
    <message>
        <source>{recipe} is built in, so a copy of it was changed and is used</source>
        <translation>{recipe} ist mitgeliefert; deshalb wurde eine Kopie geändert, die jetzt verwendet wird</translation>
    </message>
</context>
<context>
    <name>ServiceCard</name>
    <message>
        <source>HTTP service</source>
        <translation>HTTP-Dienst</translation>
    </message>
    <message>
        <source>Other programs may ask for inspections</source>
        <translation>Andere Programme dürfen Prüfungen anfordern</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>127.0.0.1 is reached from this machine only, 0.0.0.0 from the whole network.</source>
        <translation>127.0.0.1 ist nur von diesem Rechner erreichbar, 0.0.0.0 aus dem ganzen Netz.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Callers must give it; needed for any other address than 127.0.0.1.</source>
        <translation>Aufrufer müssen es angeben; nötig für jede andere Adresse als 127.0.0.1.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>Token zeigen</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Generate a token</source>
        <translation>Token erzeugen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Takes effect as soon as it is applied: the station starts again, within seconds.</source>
        <translation>Gilt sofort nach dem Übernehmen: Die Station startet innerhalb von Sekunden neu.</translation>
    </message>
    <message>
        <source>Set by {variable}, and so cannot be changed here.</source>
        <translation>Durch {variable} vorgegeben und deshalb hier nicht änderbar.</translation>
    </message>
    <message>
        <source>Give an address.</source>
        <translation>Adresse angeben.</translation>
    </message>
    <message>
        <source>Holds until the window is closed: {reason}</source>
        <translation>Gilt nur, bis das Fenster geschlossen wird: {reason}</translation>
    </message>
    <message>
        <source>Other machines reach this address: give or generate a token, or serve on 127.0.0.1.</source>
        <translation>Andere Rechner erreichen diese Adresse: Token angeben oder erzeugen, oder 127.0.0.1 verwenden.</translation>
    </message>
</context>
<context>
    <name>SourceCard</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Starts by itself with</source>
        <translation>Startet von selbst mit</translation>
    </message>
    <message>
        <source>Any source can be chosen on the Inspect page.</source>
        <translation>Auf der Seite „Prüfen“ lässt sich jede Quelle wählen.</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Stream, video or folder…</source>
        <translation>Stream, Video oder Ordner…</translation>
    </message>
    <message>
        <source>rtsp://…, http://…, a video file, or folder:/path</source>
        <translation>rtsp://…, http://…, eine Videodatei oder folder:/Pfad</translation>
    </message>
    <message>
        <source>Address of the stream, video or folder</source>
        <translation>Adresse des Streams, Videos oder Ordners</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>loading the engine…</source>
        <translation>Engine wird geladen…</translation>
    </message>
    <message>
        <source>Open the upload page in a browser</source>
        <translation>Upload-Seite im Browser öffnen</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Faulted: {reason}</source>
        <translation>Störung: {reason}</translation>
    </message>
    <message>
        <source>Ready, recipe {recipe}</source>
        <translation>Bereit, Rezept {recipe}</translation>
    </message>
    <message>
        <source>Inspecting {source}, recipe {recipe}</source>
        <translation>Prüfung läuft: {source}, Rezept {recipe}</translation>
    </message>
    <message>
        <source>HTTP service off</source>
        <translation>HTTP-Dienst aus</translation>
    </message>
    <message>
        <source>{free} GB free</source>
        <translation>{free} GB frei</translation>
    </message>
</context>
<context>
    <name>StorageCard</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Store images</source>
        <translation>Bilder speichern</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Only NG</source>
        <translation>Nur NG</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Keep for</source>
        <translation>Aufbewahren</translation>
    </message>
    <message>
        <source>Images take at most</source>
        <translation>Bilder belegen höchstens</translation>
    </message>
    <message>
        <source>Over it the oldest images go; their figures stay.</source>
        <translation>Darüber werden die ältesten Bilder gelöscht; ihre Zahlen bleiben.</translation>
    </message>
    <message>
        <source>Leave free</source>
        <translation>Freihalten</translation>
    </message>
    <message>
        <source>Below it no images are stored.</source>
        <translation>Darunter werden keine Bilder gespeichert.</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message numerus="yes">
        <source> days</source>
        <translation>
            <numerusform> Tag</numerusform>
            <numerusform> Tage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>The last {count} images</source>
        <translation>Die letzten {count} Bilder</translation>
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
        <translation>{verdict}, Score {score}, {source}</translation>
    </message>
    <message>
        <source>Arrow keys look at an earlier one again</source>
        <translation>Mit den Pfeiltasten ein früheres Bild ansehen</translation>
    </message>
</context>
<context>
    <name>TeachBar</name>
    <message>
        <source>This one is good</source>
        <translation>Das ist gut</translation>
    </message>
    <message>
        <source>This is a defect</source>
        <translation>Das ist ein Fehler</translation>
    </message>
    <message>
        <source>Teach the recipe that this is good (Ctrl+G)</source>
        <translation>Dem Rezept beibringen, dass dies gut ist (Strg+G)</translation>
    </message>
    <message>
        <source>Keep it as a known defect (Ctrl+D)</source>
        <translation>Als bekannten Fehler behalten (Strg+D)</translation>
    </message>
    <message>
        <source>Choose an inspected image first</source>
        <translation>Wählen Sie zuerst ein geprüftes Bild</translation>
    </message>
    <message>
        <source>{recipe} is of the method EfficientAD, which does not learn at once; Memory does</source>
        <translation>{recipe} arbeitet mit dem Verfahren EfficientAD, das nicht sofort lernt; Gedächtnis tut es</translation>
    </message>
    <message>
        <source>{recipe} is built in: export it, and add it under another name</source>
        <translation>{recipe} ist eingebaut: Exportieren Sie es, und fügen Sie es unter anderem Namen hinzu</translation>
    </message>
    <message>
        <source>The recipe {recipe} cannot be read</source>
        <translation>Das Rezept {recipe} kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>It can be taught when all are inspected</source>
        <translation>Es kann lernen, sobald alle geprüft sind</translation>
    </message>
    <message>
        <source>Learning {name}…</source>
        <translation>{name} wird gelernt …</translation>
    </message>
    <message>
        <source>{doubts}. Teach it nevertheless?</source>
        <translation>{doubts}. Trotzdem lernen?</translation>
    </message>
    <message>
        <source>Teach it</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Don&apos;t teach it</source>
        <translation>Nicht lernen</translation>
    </message>
    <message>
        <source>Keeping {name} as a defect…</source>
        <translation>{name} wird als Fehler behalten …</translation>
    </message>
    <message>
        <source>{name} is no longer kept as a defect.</source>
        <translation>{name} gilt nicht mehr als Fehler.</translation>
    </message>
    <message>
        <source>Undoing…</source>
        <translation>Wird rückgängig gemacht …</translation>
    </message>
    <message>
        <source>{recipe} is as it was in version {former}; that is version {number} now.</source>
        <translation>{recipe} ist wie in Version {former}; das ist nun Version {number}.</translation>
    </message>
    <message>
        <source>{recipe} has learned {name}: score {before} → {after}, threshold {old} → {new}; it is version {number} now.</source>
        <translation>{recipe} hat {name} gelernt: Score {before} → {after}, Schwelle {old} → {new}; es ist nun Version {number}.</translation>
    </message>
    <message>
        <source>{passing} of {known} known defects pass.</source>
        <translation>{passing} von {known} bekannten Fehlern gehen durch.</translation>
    </message>
    <message>
        <source>{name} is kept as a defect; it passes: its score {score} is not above the threshold {threshold}.</source>
        <translation>{name} ist als Fehler behalten; er geht durch: Der Score {score} liegt nicht über der Schwelle {threshold}.</translation>
    </message>
    <message>
        <source>{name} is kept as a defect; it is rejected: its score {score} is above the threshold {threshold}.</source>
        <translation>{name} ist als Fehler behalten; er wird aussortiert: Der Score {score} liegt über der Schwelle {threshold}.</translation>
    </message>
</context>
<context>
    <name>TeachNotice</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take that back (Ctrl+Z)</source>
        <translation>Das zurücknehmen (Strg+Z)</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Back to the recipe&apos;s threshold</source>
        <translation>Zurück zur Schwelle des Rezepts</translation>
    </message>
    <message>
        <source>Use for this recipe</source>
        <translation>Für dieses Rezept verwenden</translation>
    </message>
    <message>
        <source>known good</source>
        <translation>bekannt gut</translation>
    </message>
    <message>
        <source>known defective</source>
        <translation>bekannt fehlerhaft</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Store it in {recipe}; its threshold is {value} now</source>
        <translation>In {recipe} speichern; dessen Schwelle ist jetzt {value}</translation>
    </message>
    <message>
        <source>Its false rejects cannot be foretold: {recipe} kept no scores of held-out good images</source>
        <translation>Wie viele sie falsch aussortiert, lässt sich nicht vorhersagen: {recipe} enthält keine Scores zurückgehaltener guter Bilder</translation>
    </message>
    <message>
        <source>Expect {expected} false rejects in 1,000 good images (95 %: {low} to {high}), by {count} held-out ones</source>
        <translation>Erwartet: {expected} von 1000 guten Bildern falsch aussortiert (95 %: {low} bis {high}), nach {count} zurückgehaltenen</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>%Y-%m-%d</source>
        <translation>%d.%m.%Y</translation>
    </message>
    <message>
        <source>%Y-%m-%d %H:%M</source>
        <translation>%d.%m.%Y %H:%M</translation>
    </message>
    <message>
        <source>%Y-%m-%d %H:%M:%S</source>
        <translation>%d.%m.%Y %H:%M:%S</translation>
    </message>
    <message>
        <source>%m-%d %H:%M</source>
        <translation>%d.%m. %H:%M</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds:02} s</source>
        <translation>{minutes} min {seconds:02} s</translation>
    </message>
    <message>
        <source>{hours} h {minutes:02} min</source>
        <translation>{hours} h {minutes:02} min</translation>
    </message>
</context>
<context>
    <name>Trend</name>
    <message>
        <source>Scores of the last images, with the threshold</source>
        <translation>Scores der letzten Bilder mit der Schwelle</translation>
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
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>Verdict: {verdict}</source>
        <translation>Urteil: {verdict}</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
    <message>
        <source>Inspection report</source>
        <translation>Prüfbericht</translation>
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
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>Ausbeute</translation>
    </message>
    <message>
        <source>False reject</source>
        <translation>Falsch aussortiert</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>Falsch aussortiert</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>of {number}</source>
        <translation>von {number}</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Known to be</source>
        <translation>Bekannt als</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>known good</source>
        <translation>bekannt gut</translation>
    </message>
    <message>
        <source>known defective</source>
        <translation>bekannt fehlerhaft</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Judged NG</source>
        <translation>Als NG beurteilt</translation>
    </message>
    <message>
        <source>Defective, yet judged OK</source>
        <translation>Fehlerhaft, aber als OK beurteilt</translation>
    </message>
    <message>
        <source>Judged OK, nearest to the threshold</source>
        <translation>Als OK beurteilt, der Schwelle am nächsten</translation>
    </message>
    <message>
        <source>No image was judged NG.</source>
        <translation>Kein Bild wurde als NG beurteilt.</translation>
    </message>
    <message>
        <source>The {shown} highest scores of {all} are pictured.</source>
        <translation>Abgebildet sind die {shown} höchsten Scores von {all}.</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>A score above the threshold is NG. On the right of each picture the heat map: what is ordinary stays as it was, crimson is at the threshold, pale yellow far above it.</source>
        <translation>Ein Score über der Schwelle ist NG. Rechts in jedem Bild die Heatmap: Gewöhnliches bleibt, wie es ist, Karminrot liegt an der Schwelle, Blassgelb weit darüber.</translation>
    </message>
    <message>
        <source>Made by effad</source>
        <translation>Erstellt mit effad</translation>
    </message>
</context>
<context>
    <name>YieldPlot</name>
    <message>
        <source>Yield over time</source>
        <translation>Ausbeute im Zeitverlauf</translation>
    </message>
    <message numerus="yes">
        <source>{ok} OK, {ng} NG in {count} bars</source>
        <translation>
            <numerusform>{ok} OK, {ng} NG in {count} Balken</numerusform>
            <numerusform>{ok} OK, {ng} NG in {count} Balken</numerusform>
        </translation>
    </message>
    <message>
        <source>{when}: {ok} OK, {ng} NG, yield {share}</source>
        <translation>{when}: {ok} OK, {ng} NG, Ausbeute {share}</translation>
    </message>
    <message>
        <source>Nothing was inspected</source>
        <translation>Nichts wurde geprüft</translation>
    </message>
    <message>
        <source>Inspected, NG on top; line: yield</source>
        <translation>Geprüft, oben NG; Linie: Ausbeute</translation>
    </message>
</context>
</TS>
