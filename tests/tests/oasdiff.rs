//! The rules of oasdiff, each with a change that it is about: see `wiregen_tests::oasdiff`.

use std::collections::BTreeSet;

use wiregen::config::Config;
use wiregen::diff::{self, Side, Wire};
use wiregen::source::Source;
use wiregen_tests::oasdiff::{Level, ROWS, document};

#[test]
fn each_rule_of_oasdiff_is_judged_as_its_row_says() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in ROWS {
        let id = row.id;
        assert!(seen.insert(id), "{id} has two rows");
        let sources =
            [row.old, row.new].map(|text| Source::from_text("api.yaml", document(row.place, text)));
        let config = Config::default();
        let (old, new) = match sources.each_ref().map(|source| Side::read(source, &config)) {
            [Ok(old), Ok(new)] => (old, new),
            [old, new] => panic!("{id}: {:?} {:?}", old.err(), new.err()),
        };
        let changes = diff::compare(&old, &new);
        let (wire, rust) = (row.wire, row.rust);
        if (changes.wire, changes.rust) != (Some(wire), Some(rust)) {
            let text = diff::text(&changes);
            wrong.push(format!("{id}: expected {wire:?} and {rust:?}\n{text}"));
        }
        let same = match row.level {
            Level::Err => Wire::Breaking,
            Level::Warn => Wire::Risky,
            Level::Info => Wire::Compatible,
        };
        let differs = wire != same;
        assert_eq!(
            differs,
            !row.why.is_empty(),
            "{id}: what differs has a reason"
        );
    }
    assert!(seen.len() >= 80, "{} rules", seen.len());
    let count = format!("{} of {} rules", wrong.len(), seen.len());
    assert!(wrong.is_empty(), "{count}:\n{}", wrong.join("\n"));
}
