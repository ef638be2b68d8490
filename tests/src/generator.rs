//! Running the generator in tests: documents to clients, and clients to crates that cargo builds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wiregen::Output;
use wiregen::config::Config;
use wiregen::diagnostic::{self, Style};
use wiregen::source::Source;

/// The folder of the golden documents.
pub const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden");

/// The names of the golden documents, sorted.
pub fn goldens() -> Vec<String> {
    documents(Path::new(GOLDEN))
}

/// The names of the documents in a folder, sorted: `NAME.yaml`, `NAME.json`, or
/// `NAME.source/openapi.yaml` where there are several files.
pub fn documents(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|kind| kind == "yaml" || kind == "json" || kind == "source")
        })
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no documents in {}", folder.display());
    names
}

/// The root file of a document in a folder.
pub fn document(folder: &Path, name: &str) -> PathBuf {
    let several = folder.join(format!("{name}.source"));
    if several.is_dir() {
        return several.join("openapi.yaml");
    }
    let json = folder.join(format!("{name}.json"));
    if json.is_file() {
        return json;
    }
    folder.join(format!("{name}.yaml"))
}

/// Generates a client from a document in a file: the report, which names the file without its
/// folder, and the output unless there was an error. A document in several files may have a
/// `wiregen.yaml` beside it.
pub fn generate_file(document: &Path, package: &str) -> (String, Option<Output>) {
    let folder = document.parent().unwrap();
    let name = document.file_name().unwrap().to_string_lossy();
    if folder.extension().is_none_or(|kind| kind != "source") {
        return generate_text(&name, fs::read_to_string(document).unwrap(), package);
    }
    let mut source = Source::load(document).unwrap();
    let mut config = Config::default();
    if let Ok(text) = fs::read_to_string(folder.join("wiregen.yaml")) {
        match Config::read(&mut source, "wiregen.yaml", text) {
            Ok(read) => config = read,
            Err(findings) => return (diagnostic::render(&source, &findings, Style::Plain), None),
        }
    }
    source.configure(&config);
    let (report, output) = generate(&source, config, package);
    (
        report.replace(&format!("{}/", folder.display()), ""),
        output,
    )
}

/// Generates a client from a document's text with the text of a configuration.
pub fn generate_configured(name: &str, text: String, config: &str) -> (String, Option<Output>) {
    let mut source = Source::from_text(name, text);
    match Config::read(&mut source, "wiregen.yaml", config.to_owned()) {
        Ok(config) => {
            source.overlay(&config);
            generate(&source, config, "configured")
        }
        Err(findings) => (diagnostic::render(&source, &findings, Style::Plain), None),
    }
}

/// Generates a client from a document's text.
pub fn generate_text(name: &str, text: String, package: &str) -> (String, Option<Output>) {
    generate(&Source::from_text(name, text), Config::default(), package)
}

fn generate(source: &Source, mut config: Config, package: &str) -> (String, Option<Output>) {
    if config.package.name.is_none() {
        config.package.name = Some(format!("golden-{}", package.replace('_', "-")));
    }
    match wiregen::generate(source, &config) {
        Ok(output) => {
            let report = diagnostic::render(source, &output.warnings, Style::Plain);
            (report, Some(output))
        }
        Err(findings) => (diagnostic::render(source, &findings, Style::Plain), None),
    }
}

/// Writes clients as one workspace below the target folder, with this repository's lock file so
/// that cargo builds no dependency twice, and gives its folder.
pub fn write_crates(
    name: &str,
    clients: impl IntoIterator<Item = (String, BTreeMap<String, String>)>,
) -> PathBuf {
    let folder = target_folder().join("wiregen").join(name);
    let _ = fs::remove_dir_all(&folder);
    let mut members = Vec::new();
    for (client, files) in clients {
        for (file, text) in files {
            let path = folder.join(&client).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        members.push(client);
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    folder
}

/// The target folder that this test was built in.
pub fn target_folder() -> PathBuf {
    let executable = std::env::current_exe().unwrap();
    executable.ancestors().nth(3).unwrap().to_path_buf()
}

/// The files below a folder by their path with `/`, sorted; none when there is no folder.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                names.push(
                    path.strip_prefix(folder)
                        .unwrap()
                        .to_string_lossy()
                        .replace('\\', "/"),
                );
            }
        }
    }
    names.sort();
    names
}
