//! A document as a revision of git has it.
//!
//! What the revision holds is written to a temporary folder, by an index of its own: neither the work
//! tree nor the index of the repository is touched. Files come out as a checkout would write them.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder that holds files of a revision, as long as this lives.
#[derive(Debug)]
pub(super) struct Revision {
    folder: TempDir,
    /// The root of the repository.
    root: PathBuf,
    /// The commit.
    commit: String,
    /// What the user called it.
    name: String,
}

impl Revision {
    /// A revision of the repository that a folder lies in.
    ///
    /// # Errors
    /// There is no git, no repository or no such revision.
    pub(super) fn find(near: &Path, name: &str) -> Result<Self, String> {
        let near = match near {
            path if path == Path::new("") => Path::new("."),
            path => path,
        };
        let root = git(near, ["rev-parse", "--show-toplevel"])?;
        let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
        let spelled = format!("{name}^{{commit}}");
        let asked = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &spelled,
        ];
        let commit = git(&root, asked).map_err(|_| format!("git knows no revision `{name}`"))?;
        let folder = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
        Ok(Self {
            folder,
            root,
            commit: commit.trim().to_owned(),
            name: name.to_owned(),
        })
    }

    /// The root of the repository.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the work tree has something else in a folder of the repository. Files that git does not
    /// know yet do not count: what refers to them does.
    pub(super) fn differs(&self, folder: &Path) -> Result<bool, String> {
        let pathspec = pathspec(folder);
        let args = ["diff", "--name-only", &self.commit, "--", &pathspec];
        let changed = git(&self.root, args)?;
        Ok(!changed.is_empty())
    }

    /// Writes what lies in a folder of the repository, and gives the path of a file of it.
    ///
    /// # Errors
    /// The revision has no such file.
    pub(super) fn export(&self, folder: &Path, file: &Path) -> Result<PathBuf, String> {
        let index = self.folder.path().join("index");
        let files = self.folder.path().join("files");
        let run = |args: &[&str], input: &[u8]| {
            let mut command = command(&self.root);
            command.args(args).env("GIT_INDEX_FILE", &index);
            output(command, input)
        };
        run(&["read-tree", &self.commit], b"")?;
        let pathspec = pathspec(folder);
        let listed = run(&["ls-files", "-z", "--", &pathspec], b"")?;
        let prefix = format!("--prefix={}/", files.display());
        let args = ["checkout-index", "--force", "--stdin", "-z", &prefix];
        run(&args, &listed)?;
        let path = files.join(file);
        if !path.is_file() {
            return Err(format!("{} holds no file {}", self.name, file.display()));
        }
        Ok(path)
    }

    /// A report in which files are named by the revision instead of the temporary folder.
    pub(super) fn named(&self, report: &str) -> String {
        let files = format!("{}/", self.folder.path().join("files").display());
        report.replace(&files, &format!("{}:", self.name))
    }
}

/// A folder below the root of the repository, and nothing that git would take for a pattern.
fn pathspec(folder: &Path) -> String {
    let folder = folder.to_string_lossy().replace('\\', "/");
    match folder.is_empty() {
        true => ".".to_owned(),
        false => format!(":(top,literal){folder}"),
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    // The repository is that of the document, also where a hook of another one runs this.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

fn git(folder: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<String, String> {
    let mut command = command(folder);
    command.args(args);
    output(command, b"").map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn output(mut command: Command, input: &[u8]) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("cannot run git: {error}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        // What reads it writes next to nothing, so that neither waits for the other.
        stdin.write_all(input).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let report = String::from_utf8_lossy(&output.stderr);
    Err(format!("git: {}", report.trim()))
}
