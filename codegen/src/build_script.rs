//! A client that is generated while cargo builds: the library for a `build.rs`.
//!
//! The client is a package of its own, whose build script generates it and whose `src/lib.rs` takes it
//! in. It is the root of a crate, because its modules name each other from there.
//!
//! `build.rs`:
//!
//! ```no_run
//! # #[expect(clippy::needless_doctest_main, reason = "this is the whole file")]
//! fn main() {
//!     wiregen::BuildScript::new("spec/petstore.yaml").run();
//! }
//! ```
//!
//! `src/lib.rs`:
//!
//! ```text
//! //! A client for the petstore.
//! include!(concat!(env!("OUT_DIR"), "/client/src/lib.rs"));
//! ```
//!
//! `Cargo.toml`, beside `[package]`: what `wiregen generate` writes for the document, from `[features]` on,
//! and
//!
//! ```toml
//! [build-dependencies]
//! wiregen = { version = "0.1.0", default-features = false }
//! ```
//!
//! A build script cannot give a package features or dependencies. When the client needs some that
//! `Cargo.toml` lacks, a warning names them, and the file that has them.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{self, Config};
use crate::diagnostic::{self, Style};
use crate::source::Source;
use crate::{Output, generate};

/// The folder of the client in `OUT_DIR`.
const FOLDER: &str = "client";

/// A build script that generates a client.
#[derive(Clone, Debug)]
pub struct BuildScript {
    spec: PathBuf,
    config: Option<PathBuf>,
}

/// What a build script did.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The files that the client is made from: it changes with them.
    pub read: Vec<PathBuf>,
    /// What is to be said of the document, each in a line.
    pub warnings: Vec<String>,
}

/// Why there is no client.
#[derive(Debug)]
pub enum BuildScriptError {
    /// A file cannot be read or written.
    Io(PathBuf, io::Error),
    /// The document or the configuration has errors: the report, as `wiregen generate` prints it.
    Faulty(String),
}

impl std::fmt::Display for BuildScriptError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(path, error) => write!(formatter, "{}: {error}", path.display()),
            Self::Faulty(report) => formatter.write_str(report),
        }
    }
}

impl std::error::Error for BuildScriptError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            Self::Faulty(_) => None,
        }
    }
}

impl BuildScript {
    /// For an OpenAPI document, in YAML or JSON; the path is relative to the package.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        let spec = spec.into();
        Self { spec, config: None }
    }

    /// The configuration; `wiregen.yaml` beside the document, where there is one, when not called.
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(path.into());
        self
    }

    /// Generates into `OUT_DIR/client` and tells cargo what happened: the files on which the client
    /// depends, and warnings. Ends the build script when there is an error, after showing it.
    pub fn run(&self) {
        let Some(folder) = env::var_os("OUT_DIR") else {
            eprintln!("OUT_DIR is not set: this is for a build script, which cargo runs");
            std::process::exit(1);
        };
        println!("cargo::rerun-if-changed=build.rs");
        if let Some(path) = self.watched() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        println!("cargo::rerun-if-changed={}", self.spec.display());
        let folder = Path::new(&folder).join(FOLDER);
        match self.write_to(&folder) {
            Ok(written) => {
                for path in &written.read {
                    println!("cargo::rerun-if-changed={}", path.display());
                }
                for warning in written.warnings.iter().chain(&self.lacks(&folder)) {
                    println!("cargo::warning={warning}");
                }
            }
            Err(error) => {
                eprintln!("{error}");
                println!(
                    "cargo::error=no client was generated from {}",
                    self.spec.display()
                );
                std::process::exit(1);
            }
        }
    }

    /// Generates into a folder, in the form that `include!` takes; says nothing. Files that are as they
    /// should be are left alone.
    ///
    /// # Errors
    /// A file cannot be read or written, or the document or its configuration has errors.
    pub fn write_to(&self, folder: &Path) -> Result<Written, BuildScriptError> {
        let (source, mut output) = self.generate()?;
        let warnings = output.warnings.iter();
        let mut warnings: Vec<String> = warnings
            .map(|finding| diagnostic::summary(&source, finding))
            .collect();
        if let Some(root) = output.files.get_mut("src/lib.rs") {
            let (text, limit) = includable(root);
            *root = text;
            warnings.extend(limit.filter(|limit| !is_in_root(limit)).map(|limit| {
                format!("the types are nested deeply: write `{limit}` at the top of src/lib.rs")
            }));
        }
        for (name, text) in &output.files {
            let path = folder.join(name);
            write(&path, text).map_err(|error| BuildScriptError::Io(path, error))?;
        }
        Ok(Written {
            read: source.paths(),
            warnings,
        })
    }

    /// What cargo watches for the configuration's sake.
    fn watched(&self) -> Option<PathBuf> {
        let config = self.existing();
        if config.is_some() {
            return config;
        }
        // To cargo, a file that is missing has always changed; the folder changes when it appears. One
        // that holds the package would have this run after each edit, and `target` lies in it: there
        // a configuration that appears is seen with the next change of the document.
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        let real = Path::new(".").join(folder).canonicalize().ok()?;
        let package = env::current_dir().ok()?.canonicalize().ok()?;
        (!package.starts_with(real)).then(|| folder.to_owned())
    }

    /// The configuration, where there is one.
    fn existing(&self) -> Option<PathBuf> {
        let beside = config::beside(&self.spec);
        let named = self.config.clone();
        named.or(Some(beside).filter(|path| path.is_file()))
    }

    fn generate(&self) -> Result<(Source, Output), BuildScriptError> {
        let unreadable = |path: &Path, error| BuildScriptError::Io(path.to_owned(), error);
        let mut source = Source::load(&self.spec).map_err(|error| unreadable(&self.spec, error))?;
        let mut read = Ok(Config::default());
        if let Some(path) = self.existing() {
            let text = text(&path).map_err(|error| unreadable(&path, error))?;
            read = Config::read(&mut source, &path.display().to_string(), text);
        }
        if let Ok(config) = &read {
            source.configure(config);
        }
        let output = read.and_then(|config| generate(&source, &config));
        match output {
            Ok(output) => Ok((source, output)),
            Err(findings) => {
                let report = diagnostic::render(&source, &findings, Style::Plain);
                Err(BuildScriptError::Faulty(report))
            }
        }
    }

    /// What the package's manifest lacks of what the client needs, as a warning.
    fn lacks(&self, folder: &Path) -> Option<String> {
        let needed = folder.join("Cargo.toml");
        let own = Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
        let (needed_text, own) = (text(&needed).ok()?, text(&own).ok()?);
        let missing = missing(&needed_text, &own);
        if missing.is_empty() {
            return None;
        }
        Some(format!(
            "Cargo.toml lacks {}; copy the lines from {}",
            missing.join(", "),
            needed.display()
        ))
    }
}

/// The features and dependencies of a manifest that another one has no line for.
fn missing<'m>(needed: &'m str, own: &str) -> Vec<&'m str> {
    let key = |line: &'m str| {
        let (key, _) = line.split_once(" = ")?;
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        key.chars().all(is_name).then_some(key)
    };
    let has = |key: &str| {
        own.lines().any(|line| {
            let line = line.trim_start_matches(['[', '"', ' ']);
            let name = line.strip_prefix("dependencies.").unwrap_or(line);
            let after = name.strip_prefix(key);
            after.is_some_and(|after| after.starts_with(['"', ' ', '=', '.', ']']))
        })
    };
    let (_, needed) = needed.split_once("[features]").unwrap_or_default();
    let needed = needed
        .split("[dev-dependencies]")
        .next()
        .unwrap_or_default();
    let keys = needed.lines().filter_map(key);
    keys.filter(|key| !has(key)).collect()
}

/// The root of a crate without what may only stand at the top of a file that is no part of another:
/// its documentation and attributes. The one that changes what compiles is given beside it.
fn includable(root: &str) -> (String, Option<String>) {
    let Ok(mut file) = syn::parse_file(root) else {
        return (root.to_owned(), None);
    };
    let mut limits = file.attrs.iter();
    let limit = limits.find(|attribute| attribute.path().is_ident("recursion_limit"));
    let limit = limit.map(|attribute| {
        quote::quote!(#attribute)
            .to_string()
            .replace("# ! [", "#![")
    });
    let limit = limit.map(|limit| limit.replace(" ]", "]"));
    file.attrs.clear();
    (prettyplease::unparse(&file), limit)
}

/// Whether the package's own root says something already.
fn is_in_root(attribute: &str) -> bool {
    let plain = |text: &str| text.replace(' ', "");
    let root =
        env::var_os("CARGO_MANIFEST_DIR").map(|folder| Path::new(&folder).join("src/lib.rs"));
    let root = root.and_then(|path| text(&path).ok());
    root.is_some_and(|root| plain(&root).contains(&plain(attribute)))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build script reads its package"
)]
fn text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

/// Writes a file unless it is there: cargo and the compiler look at the time of the last change.
#[expect(
    clippy::disallowed_methods,
    reason = "a build script writes to OUT_DIR"
)]
fn write(path: &Path, new: &str) -> io::Result<()> {
    if text(path).is_ok_and(|old| old == new) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, new)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{BuildScript, includable, missing};

    #[test]
    fn the_whole_package_is_never_watched() {
        let watched = |spec: &str| BuildScript::new(spec).watched();
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/pets.yaml");
        for spec in [
            "pets.yaml",
            "./pets.yaml",
            "src/../pets.yaml",
            "../pets.yaml",
            root,
        ] {
            assert_eq!(watched(spec), None, "{spec}");
        }
        // Where the folder is the document's own, a configuration may appear in it.
        assert_eq!(watched("src/pets.yaml"), Some(PathBuf::from("src")));
        let named = BuildScript::new("pets.yaml").config("any.yaml");
        assert_eq!(named.watched(), Some(PathBuf::from("any.yaml")));
    }

    #[test]
    fn the_root_loses_what_no_included_file_may_have() {
        let root = "//! Docs.\n#![recursion_limit = \"512\"]\n#![allow(dead_code)]\nmod client;\n";
        let (text, limit) = includable(root);
        assert_eq!(text, "mod client;\n");
        assert_eq!(limit.as_deref(), Some("#![recursion_limit = \"512\"]"));
    }

    #[test]
    fn what_a_manifest_lacks_is_named() {
        let needed = "[package]\nname = \"a\"\n[features]\ndefault = [\n    \"pets\",\n]\npets = []\ncats = []\n\n[dependencies]\nhttp = \"1\"\nserde = { version = \"1\" }\nurl = \"2\"\n[dev-dependencies]\ntokio = \"1\"\n";
        let own = "[features]\ndefault = []\n\"pets\" = []\n[dependencies]\nhttp.workspace = true\n[dependencies.serde]\n";
        assert_eq!(missing(needed, own), ["cats", "url"]);
        assert_eq!(missing(needed, needed), Vec::<&str>::new());
    }
}
