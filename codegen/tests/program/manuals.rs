//! Completions and manual pages.

use crate::support::Folder;

#[test]
fn every_shell_gets_its_completions() {
    let folder = Folder::with(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, text) = folder.run(&["completions", shell]);
        assert_eq!(code, 0, "{text}");
        for word in ["generate", "check", "strict"] {
            assert!(text.contains(word), "{shell} lacks {word}");
        }
    }
    assert_eq!(folder.run(&["completions", "ed"]).0, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::with(&[]);
    let (code, page) = folder.run(&["man"]);
    assert_eq!((code, page.contains(".TH wiregen")), (0, true), "{page}");
    let (code, text) = folder.run(&["man", "--out", "man/man1"]);
    assert_eq!((code, text.as_str()), (0, ""));
    assert_eq!(folder.read("man/man1/wiregen.1"), page);
    assert!(
        folder
            .read("man/man1/wiregen-generate.1")
            .contains("\\-\\-out")
    );
    assert!(folder.has("man/man1/wiregen-check.1"));
}
