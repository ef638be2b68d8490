//! The example programs, as a newcomer runs them, and what the environment does to them.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

use wiregen_tests::generator::target_folder;

/// The folder of the example programs, which cargo builds unless they are there.
static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "wiregen-tests",
            "--examples",
        ])
        .env("CARGO_TARGET_DIR", target_folder())
        .status()
        .unwrap();
    assert!(built.success());
    target_folder().join("debug/examples")
});

fn run(example: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(EXAMPLES.join(example));
    for name in ["SPACE", "PROJECT_ID", "API_TOKEN", "BASE_URL"] {
        command.env_remove(format!("SIGNALWIRE_{name}"));
    }
    command.envs(environment.iter().copied()).output().unwrap()
}

#[test]
fn every_example_runs_against_the_fake() {
    for (example, said) in [
        ("list", "user-2"),
        ("create", "Created example-"),
        ("update", ""),
        ("delete", ""),
        ("errors", "404 Not Found"),
    ] {
        let output = run(example, &[]);
        let shown = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.status.success(), "{example}:\n{shown}");
        assert!(
            shown.starts_with("No credentials in the environment") && shown.contains(said),
            "{shown}"
        );
    }
}

#[test]
fn a_faulty_environment_is_named_before_anything_is_sent() {
    for (environment, said) in [
        (
            &[
                ("SIGNALWIRE_SPACE", "evil.com/"),
                ("SIGNALWIRE_PROJECT_ID", "p"),
                ("SIGNALWIRE_API_TOKEN", "t"),
            ][..],
            "space_name",
        ),
        (
            &[("SIGNALWIRE_SPACE", "demo"), ("SIGNALWIRE_PROJECT_ID", "p")],
            "SIGNALWIRE_API_TOKEN",
        ),
        (
            &[
                ("SIGNALWIRE_PROJECT_ID", "p"),
                ("SIGNALWIRE_API_TOKEN", "t"),
            ],
            "space_name",
        ),
        (&[("SIGNALWIRE_SPACE", "demo")], "credentials"),
    ] {
        let output = run("list", environment);
        let shown = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && shown.contains(said),
            "{environment:?}: {shown}"
        );
    }
}
