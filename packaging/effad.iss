; Inno Setup 6, not tried: no Windows was at hand. On Windows, after `python packaging\build.py --profile lite`:
;   iscc /DVersion=0.1.0 /DProfile=lite packaging\effad.iss
; Signing (docs/install.md): sign both programs first, then add /Ssigned="signtool sign ... $f" /DSign
#ifndef Version
  #error Give the version: /DVersion=0.1.0
#endif
#ifndef Profile
  #define Profile "lite"
#endif

[Setup]
AppId={{6E0D1C52-7C3F-4B6B-9C1E-5B0B3A6C7F41}
AppName=effad
AppVersion={#Version}
AppPublisher=effad
DefaultDirName={autopf}\effad
DefaultGroupName=effad
LicenseFile=..\LICENSE
OutputDir=..\dist
OutputBaseFilename=effad-{#Profile}-{#Version}-windows-setup
SetupIconFile=..\resources\icons\effad.ico
UninstallDisplayIcon={app}\effad-desktop.exe
Compression=lzma2
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
PrivilegesRequiredOverridesAllowed=dialog
#ifdef Sign
SignTool=signed
SignedUninstaller=yes
#endif

[InstallDelete]
; What an older version had and this one has not; recipes, history and settings lie in the user's data folder.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\dist\effad-{#Profile}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{group}\effad"; Filename: "{app}\effad-desktop.exe"
Name: "{autodesktop}\effad"; Filename: "{app}\effad-desktop.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"
