//! The throw-away program: the types of generated clients, and a table from pointers to them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use wiregen::Output;
use wiregen::map::{Kind, Map};

use wiregen::cli::folder;

const MAIN: &str = include_str!("program.rs.txt");

/// The client of a document, as the program needs it.
#[derive(Debug)]
pub(super) struct Client {
    /// What stands before the pointers of this document; nothing when it is the only one.
    pub(super) prefix: String,
    pub(super) output: Output,
    pub(super) map: Map,
}

/// A program that can be built and run.
#[derive(Debug)]
pub(super) struct Program {
    name: String,
}

/// The pointers of a map that have a type by themselves, with it.
pub(super) fn typed(map: &Map) -> impl Iterator<Item = (&str, &str)> {
    map.entries.iter().filter_map(|entry| {
        let is_schema = matches!(entry.kind, Kind::Schema | Kind::Property);
        let ty = entry.ty.as_deref()?;
        (is_schema && entry.into.is_none()).then_some((entry.pointer.as_str(), ty))
    })
}

/// Lays a program for some clients; without any, there is none.
pub(super) fn lay(name: &str, clients: &[&Client]) -> Result<Program, String> {
    let first = clients.first().ok_or("there is no client")?;
    let mut files = BTreeMap::new();
    for (path, text) in &first.output.files {
        if path.starts_with("src/runtime/") {
            files.insert(path.clone(), text.clone());
        }
    }
    for (index, client) in clients.iter().enumerate() {
        let types = client.output.files.get("src/types.rs").cloned();
        files.insert(format!("src/d{index}/types.rs"), types.unwrap_or_default());
    }
    files.insert("src/main.rs".to_owned(), main(clients));
    files.insert("Cargo.toml".to_owned(), manifest(name, clients)?);
    let out = workspace().join(name);
    // Nothing here is anybody's: what is unchanged stays, so that it is not built again.
    let write = || {
        let comparison = folder::compare(&out, &files)?;
        folder::write(&out, &files, &comparison)
    };
    write().map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
    Ok(Program {
        name: name.to_owned(),
    })
}

fn main(clients: &[&Client]) -> String {
    let (mut modules, mut types, mut pointers) = (String::new(), String::new(), String::new());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, client) in clients.iter().enumerate() {
        let _ = writeln!(modules, "pub mod d{index} {{ pub mod types; }}");
        for (pointer, ty) in typed(&client.map) {
            let ty = within(ty, index);
            let next = seen.len();
            let at = *seen.entry(ty.clone()).or_insert_with(|| {
                let _ = writeln!(types, "        run::<{ty}>,");
                next
            });
            let pointer = format!("{}{pointer}", client.prefix);
            let _ = writeln!(pointers, "        ({pointer:?}, {at}),");
        }
    }
    MAIN.replace("//@modules\n", &modules)
        .replace("        //@types\n", &types)
        .replace("        //@pointers\n", &pointers)
}

/// A type, where the types of a client stand in a module of their own.
fn within(ty: &str, index: usize) -> String {
    let module = format!("d{index}::types::");
    let mut text = String::new();
    for (position, piece) in ty.split("types::").enumerate() {
        if position > 0 {
            text.push_str(&module);
        }
        text.push_str(piece);
    }
    // Crates are named as such: the runtime could have a module of that name.
    for name in ["serde_json", "chrono", "uuid", "bytes"] {
        text = text.replace(&format!("{name}::"), &format!("::{name}::"));
    }
    text
}

/// The clients' dependencies and features, and what the table needs.
fn manifest(name: &str, clients: &[&Client]) -> Result<String, String> {
    let mut dependencies = toml::Table::new();
    let mut targets = toml::Table::new();
    let mut features = toml::Table::new();
    for client in clients {
        let text = client.output.files.get("Cargo.toml");
        let client: toml::Table =
            toml::from_str(text.map_or("", String::as_str)).map_err(|error| error.to_string())?;
        let table = |key: &str| client.get(key).and_then(toml::Value::as_table).cloned();
        // Every client depends on the same.
        dependencies = table("dependencies").unwrap_or_default();
        targets = table("target").unwrap_or_default();
        features.extend(table("features").unwrap_or_default());
    }
    let json = dependencies
        .get_mut("serde_json")
        .and_then(|table| table.get_mut("features"))
        .and_then(toml::Value::as_array_mut)
        .ok_or("the client's manifest has no features of serde_json")?;
    json.push("raw_value".into());
    // All types are wanted, and nothing is sent: the features of tags need nothing else.
    features.retain(|_, needed| needed.as_array().is_some_and(Vec::is_empty));
    let all: Vec<toml::Value> = features.keys().map(|name| name.clone().into()).collect();
    features.insert("default".to_owned(), all.into());
    let mut package = toml::toml! {
        version = "0.0.0"
        edition = "2024"
        publish = false
    };
    package.insert("name".to_owned(), name.into());
    let mut manifest = toml::Table::new();
    manifest.insert("package".to_owned(), package.into());
    manifest.insert("features".to_owned(), features.into());
    manifest.insert("dependencies".to_owned(), dependencies.into());
    manifest.insert("target".to_owned(), targets.into());
    toml::to_string(&manifest).map_err(|error| error.to_string())
}

fn workspace() -> PathBuf {
    crate::root().join("target/wiregen/roundtrip")
}

/// Waits until no other run builds its program in the same place; the file holds the lock.
pub(super) fn alone() -> Result<fs::File, String> {
    let folder = workspace();
    let lock = || {
        fs::create_dir_all(&folder)?;
        let file = fs::File::create(folder.join("lock"))?;
        file.lock()?;
        Ok(file)
    };
    lock().map_err(|error: io::Error| format!("cannot lock {}: {error}", folder.display()))
}

impl Program {
    /// Builds it; gives the reason when that cannot be done.
    pub(super) fn build(&self) -> Result<Option<String>, String> {
        let workspace = workspace();
        let failed = |error: io::Error| format!("cannot build {}: {error}", workspace.display());
        // What is made has no use but to be run once.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{:?}]\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n",
            self.name
        );
        fs::write(workspace.join("Cargo.toml"), manifest).map_err(failed)?;
        // The same versions as in this repository, and built in the same place.
        let lock = crate::root().join("Cargo.lock");
        fs::copy(lock, workspace.join("Cargo.lock")).map_err(failed)?;
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--message-format", "short"])
            .current_dir(&workspace)
            .env("CARGO_TARGET_DIR", crate::root().join("target"))
            .stdin(Stdio::null())
            .output()
            .map_err(failed)?;
        if output.status.success() {
            return Ok(None);
        }
        Ok(Some(first_error(&String::from_utf8_lossy(&output.stderr))))
    }

    fn executable(&self) -> PathBuf {
        let name = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        crate::root().join("target/debug").join(name)
    }

    /// Starts it with the input and output of this process.
    pub(super) fn take_over(&self) -> Result<bool, String> {
        let status = Command::new(self.executable())
            .status()
            .map_err(|error| format!("cannot run {}: {error}", self.name))?;
        Ok(status.success())
    }

    /// Feeds it lines and gives the lines that it writes, fewer when it dies.
    pub(super) fn run(&self, lines: &[String]) -> Result<Vec<String>, String> {
        let failed = |error: io::Error| format!("cannot run {}: {error}", self.name);
        let mut child = Command::new(self.executable())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let answers = std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut input = input?;
                for line in lines {
                    // When it dies, there are fewer answers.
                    writeln!(input, "{line}").ok()?;
                }
                Some(())
            });
            let answers = output
                .into_iter()
                .flat_map(|out| BufReader::new(out).lines());
            answers.collect::<Result<Vec<_>, _>>()
        });
        child.wait().map_err(failed)?;
        answers.map_err(failed)
    }
}

/// The first words of the compiler on why a program cannot be built.
fn first_error(said: &str) -> String {
    let mut lines = said.lines().filter(|line| line.contains("error"));
    lines.next().unwrap_or(said).to_owned()
}
