//! Generates the client.

fn main() {
    wiregen::BuildScript::new("spec/pets.yaml").run();
}
