//! A project for a client: the document, the crate made of it, and what keeps them together.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use super::inputs::{self, Inputs, Named};
use super::{folder, generate, report, terminal};
use crate::Output;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// Lays out a project: the document, a client made of it, an example, and CI.
///
/// A workspace with the folders `spec/` (the document, the files that it refers to, and
/// `wiregen.yaml`), `client/` (the crate, generated), `example/` (a call) and `xtask/` (`cargo xtask
/// codegen`). Nothing is overwritten.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The name of the project, and of the client's crate unless a configuration beside the document
    /// names it
    name: String,

    /// The OpenAPI document, YAML or JSON; it is copied
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,

    /// The folder of the project [default: the name]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// A folder with the package wiregen, such as `codegen` of a clone, on which `xtask` depends
    ///
    /// Left out, it depends on the same version in wiregen's repository.
    #[arg(long, value_name = "DIR")]
    wiregen_path: Option<PathBuf>,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  wiregen new petstore --spec ~/Downloads/petstore.yaml
  cd petstore
  cargo run --package example
      A client for a document of yours, and the first call.

Exit status:
  0  laid out
  2  the document or the command line has an error; nothing was written";

/// The packages beside the client.
const OWN_PACKAGES: [&str; 2] = ["example", "xtask"];

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    terminal::ended(try_run(arguments).map(|()| ExitCode::SUCCESS))
}

fn try_run(arguments: &Arguments) -> Result<(), String> {
    let name = &arguments.name;
    inputs::refuse_package(name)?;
    let folder = arguments.dir.clone().unwrap_or_else(|| PathBuf::from(name));
    refuse_to_overwrite(&folder)?;
    let (output, mut files) = client(arguments)?;
    let crate_name = crate_name(&output).unwrap_or(name);
    if OWN_PACKAGES.contains(&crate_name) {
        return Err(format!(
            "`{crate_name}` is another package of the project; take another name"
        ));
    }
    files.extend(frame(arguments, &output)?);
    lay(&folder, &files)?;
    terminal::out(&done(&folder, &output, &files))?;
    Ok(())
}

/// The client and what it is made of, as files of the project.
fn client(arguments: &Arguments) -> Result<(Output, BTreeMap<String, Vec<u8>>), String> {
    let spec = &arguments.spec;
    let inputs = Inputs::default().of(Some(spec.clone()));
    let named = inputs.find(None)?;
    if spec.exists() && !spec.is_file() {
        return Err(format!("{} is no file", spec.display()));
    }
    let (mut source, mut config) = inputs.load(&named)?;
    let document = spec
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let document = document.ok_or_else(|| format!("{} is no file", spec.display()))?;
    let mut files = BTreeMap::new();
    let parts = source.parts_on_disk().map(|name| match name {
        "" => document.as_str(),
        name => name,
    });
    let mut names: Vec<&str> = parts.collect();
    if let Ok(config) = &config {
        let configured = config
            .overlays
            .iter()
            .chain(config.references.files.values());
        names.extend(configured.map(String::as_str));
    }
    copy(&source, spec, &names, &mut files)?;
    let settings = configuration(arguments, &source, &named, &config, &document)?;
    if config.is_ok() {
        // As the project will read it, so that its first check finds nothing.
        config = Config::read(&mut source, "wiregen.yaml", settings.clone());
    }
    let (output, _) = generate::made_or_reported(&inputs, &source, &config, false)?;
    files.insert("spec/wiregen.yaml".to_owned(), settings.into_bytes());
    for (name, text) in &output.files {
        files.insert(format!("client/{name}"), text.clone().into_bytes());
    }
    Ok((output, files))
}

/// Copies files beside the document, as they were read: it, those that it refers to, and those that the
/// configuration names.
fn copy(
    source: &Source,
    spec: &Path,
    names: &[&str],
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), String> {
    for name in names {
        let from = spec.with_file_name(name);
        let path = inputs::tidied(Path::new(name));
        let is_below = |step: Component<'_>| matches!(step, Component::Normal(_));
        if !path.components().all(is_below) {
            return Err(format!(
                "{name} lies outside of the document's folder; copy {} and what belongs to it into one folder first",
                spec.display()
            ));
        }
        let bytes = match source.text_of(&from) {
            Some(text) => text.as_bytes().to_vec(),
            // The document does not use it yet.
            None => folder::bytes(&from)
                .map_err(|error| format!("cannot read {}: {error}", from.display()))?,
        };
        let steps = path.components();
        let steps = steps.map(|step| step.as_os_str().to_string_lossy());
        let steps: Vec<_> = steps.collect();
        files.insert(format!("spec/{}", steps.join("/")), bytes);
    }
    Ok(())
}

/// `wiregen.yaml`: the one beside the document goes along, but for what the project says itself.
fn configuration(
    arguments: &Arguments,
    source: &Source,
    named: &Named,
    config: &Result<Config, Vec<Diagnostic>>,
    document: &str,
) -> Result<String, String> {
    let document = serde_json::Value::from(document).to_string();
    let mut text = include_str!("new/wiregen.yaml.in").replace("{document}", &document);
    let old = named.config.as_deref();
    let old = old.and_then(|path| source.text_of(path)).unwrap_or("");
    let is_said = |line: &&str| line.starts_with("document:") || line.starts_with("output:");
    let mut kept: Vec<String> = old
        .lines()
        .filter(|line| !is_said(line))
        .map(str::to_owned)
        .collect();
    let is_named = config
        .as_ref()
        .is_ok_and(|config| config.package.name.is_some());
    if !is_named {
        name_package(&mut kept, &arguments.name);
    }
    text.push_str(&format!("\n{}\n", kept.join("\n").trim_matches('\n')));
    Ok(text)
}

/// Adds the package's name to the lines of a configuration that has none.
fn name_package(lines: &mut Vec<String>, name: &str) {
    let Some(index) = lines.iter().position(|line| line.starts_with("package:")) else {
        let block = [
            "package:".to_owned(),
            format!("  name: {name}"),
            String::new(),
        ];
        lines.splice(0..0, block);
        return;
    };
    let (line, after) = lines.split_at_mut(index + 1);
    let Some(line) = line.last_mut() else { return };
    if line.contains('{') {
        *line = line.replacen('{', &format!("{{name: {name}, "), 1);
        return;
    }
    // As deep as the entries that are there.
    let entry = after.iter().find(|line| {
        let content = line.trim_start();
        !content.is_empty() && !content.starts_with('#')
    });
    let depth = entry.map_or(0, |line| line.len() - line.trim_start().len());
    let depth = if depth == 0 { 2 } else { depth };
    lines.insert(index + 1, format!("{:depth$}name: {name}", ""));
}

/// Everything that is not made of the document.
fn frame(arguments: &Arguments, output: &Output) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let document = arguments
        .spec
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let crate_name = crate_name(output).unwrap_or(&arguments.name);
    let wiregen = dependency(arguments.wiregen_path.as_deref())?;
    let call = call(output);
    let (members, row) = match call {
        Some(_) => (
            "\"client\", \"example\", \"xtask\"",
            "| `example/` | a call: `cargo run --package example` |\n",
        ),
        None => ("\"client\", \"xtask\"", ""),
    };
    let mut files = BTreeMap::new();
    let mut add = |name: &str, template: &str| {
        let text = template
            .replace("{members}", members)
            .replace("{example_row}", row)
            .replace("{wiregen}", &wiregen)
            .replace("{crate}", crate_name)
            .replace("{name}", &arguments.name)
            .replace("{document}", &document)
            .replace("{call}", call.as_deref().unwrap_or_default());
        files.insert(name.to_owned(), text.into_bytes());
    };
    add("Cargo.toml", include_str!("new/Cargo.toml.in"));
    add("README.md", include_str!("new/README.md.in"));
    add(".gitignore", include_str!("new/gitignore.in"));
    add(
        ".cargo/config.toml",
        include_str!("new/cargo-config.toml.in"),
    );
    add(".github/workflows/ci.yml", include_str!("new/ci.yml.in"));
    add("xtask/Cargo.toml", include_str!("new/xtask/Cargo.toml.in"));
    add("xtask/src/main.rs", include_str!("new/xtask/main.rs.in"));
    if call.is_some() {
        add(
            "example/Cargo.toml",
            include_str!("new/example/Cargo.toml.in"),
        );
        add(
            "example/src/main.rs",
            include_str!("new/example/main.rs.in"),
        );
    }
    Ok(files)
}

/// What `xtask` depends on. A path is of this machine: it is for those who work on wiregen too.
fn dependency(path: Option<&Path>) -> Result<String, String> {
    let version = env!("CARGO_PKG_VERSION");
    let Some(path) = path else {
        let repository = env!("CARGO_PKG_REPOSITORY");
        return Ok(format!(
            "{{ version = \"{version}\", git = \"{repository}\", tag = \"v{version}\" }}"
        ));
    };
    let manifest = path.join("Cargo.toml");
    let real = path.canonicalize().ok().filter(|_| manifest.is_file());
    let real = real.ok_or_else(|| format!("there is no package in {}", path.display()))?;
    let quoted = serde_json::Value::from(real.to_string_lossy()).to_string();
    Ok(format!("{{ path = {quoted} }}"))
}

/// The name of the client's crate, as its manifest has it.
fn crate_name(output: &Output) -> Option<&str> {
    let mut lines = output.files.get("Cargo.toml")?.lines();
    let line = lines.find_map(|line| line.strip_prefix("name = \""))?;
    line.strip_suffix('"')
}

/// The quick start of the client, where it calls something.
fn call(output: &Output) -> Option<String> {
    let readme = output.files.get("README.md")?;
    let (_, after) = readme.split_once("## Quick start\n\n```rust\n")?;
    let (block, _) = after.split_once("```")?;
    if !block.contains("::Client::from_env()") {
        return None;
    }
    let lines: Vec<String> = block.lines().map(|line| format!("    {line}")).collect();
    Some(lines.join("\n"))
}

fn refuse_to_overwrite(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    let is_empty = match fs::read_dir(folder) {
        // A repository that is still empty is what many start with.
        Ok(mut entries) => {
            entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".git"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(format!("cannot use {shown}: {error}")),
    };
    if is_empty {
        return Ok(());
    }
    Err(format!(
        "{shown} is not empty; nothing was written. Name another folder with `--dir DIR`"
    ))
}

/// Lays files into the folder: all of them, or nothing.
fn lay(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let mut made = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Err(error) = lay_file(&path, bytes, &mut made) {
            // What is below was made after what is above.
            for path in made.iter().rev() {
                let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
            }
            return Err(format!("cannot write {}: {error}", path.display()));
        }
    }
    Ok(())
}

/// Lays a file, and tells what was made for it: folders and itself.
fn lay_file(path: &Path, bytes: &[u8], made: &mut Vec<PathBuf>) -> io::Result<()> {
    let above = path.ancestors().skip(1);
    let missing: Vec<&Path> = above
        .take_while(|folder| *folder != Path::new("") && !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        made.push(folder.to_owned());
    }
    let mut file = fs::File::create_new(path)?;
    made.push(path.to_owned());
    file.write_all(bytes)
}

/// What there is now, and how to go on.
fn done(folder: &Path, output: &Output, files: &BTreeMap<String, Vec<u8>>) -> String {
    let contents = report::contents(output);
    let mut text = format!("{}: a client with {contents}\n\n", folder.display());
    text.push_str(&format!("  cd {}\n", folder.display()));
    if files.contains_key("example/src/main.rs") {
        text.push_str("  cargo run --package example   # a call; client/README.md lists the variables that it reads\n");
    } else {
        text.push_str("  cargo build\n");
    }
    text.push_str("  cargo xtask codegen           # after a change in spec/\n");
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{lay, name_package};

    #[test]
    fn a_project_that_cannot_be_laid_out_leaves_nothing() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("some/where");
        let files = ["a/b", "a/b/c"].map(|name| (name.to_owned(), Vec::new()));
        let message = lay(&folder, &BTreeMap::from(files)).unwrap_err();
        assert!(message.contains("cannot write"), "{message}");
        assert!(above.path().read_dir().unwrap().next().is_none());
    }

    #[test]
    fn a_package_without_a_name_gets_one() {
        let named = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            name_package(&mut lines, "zoo");
            lines.join("\n")
        };
        assert_eq!(
            named("strict: true"),
            "package:\n  name: zoo\n\nstrict: true"
        );
        assert_eq!(
            named("package: {version: 1.2.3}"),
            "package: {name: zoo, version: 1.2.3}"
        );
        assert_eq!(
            named("package:\n    # Ours.\n    version: 1.2.3"),
            "package:\n    name: zoo\n    # Ours.\n    version: 1.2.3"
        );
        assert_eq!(
            named("package:\nstrict: true"),
            "package:\n  name: zoo\nstrict: true"
        );
    }
}
