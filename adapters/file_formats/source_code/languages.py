"""The languages of source code that are read, and the endings of their files."""

from typing import Final

LANGUAGES: Final = {
    "c": ("C", ".c", ".h"),
    "cpp": ("C++", ".cpp", ".cc", ".cxx", ".hpp", ".hh"),
    "csharp": ("C#", ".cs"),
    "css": ("CSS", ".css", ".scss", ".less"),
    "dart": ("Dart", ".dart"),
    "elixir": ("Elixir", ".ex", ".exs"),
    "erlang": ("Erlang", ".erl"),
    "go": ("Go", ".go"),
    "graphql": ("GraphQL", ".graphql"),
    "haskell": ("Haskell", ".hs"),
    "java": ("Java", ".java"),
    "javascript": ("JavaScript", ".js", ".mjs", ".cjs", ".jsx"),
    "julia": ("Julia", ".jl"),
    "kotlin": ("Kotlin", ".kt", ".kts"),
    "lua": ("Lua", ".lua"),
    "perl": ("Perl", ".pl", ".pm"),
    "php": ("PHP", ".php"),
    "powershell": ("PowerShell", ".ps1"),
    "protobuf": ("Protocol Buffers", ".proto"),
    "python": ("Python", ".py", ".pyi"),
    "r": ("R", ".r"),
    "ruby": ("Ruby", ".rb"),
    "rust": ("Rust", ".rs"),
    "scala": ("Scala", ".scala"),
    "shell": ("shell", ".sh", ".bash", ".zsh"),
    "sql": ("SQL", ".sql"),
    "swift": ("Swift", ".swift"),
    "terraform": ("Terraform", ".tf"),
    "typescript": ("TypeScript", ".ts", ".tsx"),
    "xml": ("XML", ".xml", ".xsd", ".xsl"),
}
"""The name of each language and the endings of its files, by its name after a fence."""

SETTINGS: Final = (".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties")
"""The endings of files with settings. They are read as keys with values and not as code."""

LANGUAGE_OF: Final = {
    suffix: language for language, (_, *suffixes) in LANGUAGES.items() for suffix in suffixes
}
