//! A poll as an Adaptive Card, and the answer that comes back: values alone, without a network.
//!
//! Run it with `cargo run --example poll_card`.

use webex_models::card::{
    Card, ChoiceInput, ChoiceInputStyle, FontSize, Submit, TextBlock, TextInput,
};
use webex_models::{Attachment, AttachmentAction, Mention, escape_markdown};

fn poll(question: &str, answers: &[&str]) -> Card {
    let choices = answers.iter().fold(
        ChoiceInput::new("answer")
            .label("Your choice")
            .is_required(true)
            .style(ChoiceInputStyle::Expanded),
        |choices, answer| choices.choice(*answer, *answer),
    );
    Card::new()
        .element(TextBlock::new(question).size(FontSize::Large).wrap(true))
        .element(choices)
        .element(
            TextInput::new("comment")
                .placeholder("Anything else?")
                .is_multiline(true),
        )
        .action(Submit::new().title("Vote"))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let attachment = Attachment::from(poll(
        "Where shall we have lunch?",
        &["Canteen", "Park", "At the desk"],
    ));
    println!("{}", serde_json::to_string_pretty(&attachment)?);

    // A webhook tells of the vote; its inputs are fetched by the id of the action.
    let action: AttachmentAction = serde_json::from_str(
        r#"{"id": "Y2lz", "type": "submit", "personId": "Y2lz", "inputs": {"answer": "Park", "comment": "*sun*"}}"#,
    )?;
    let voter = action.person_id.as_ref().map_or_else(
        || "Somebody".to_owned(),
        |id| Mention::person(id).to_string(),
    );
    let (answer, comment) = (
        action.input("answer").unwrap_or("nothing"),
        action.input("comment").unwrap_or_default(),
    );
    println!(
        "{voter} votes for **{}**: {}",
        escape_markdown(answer),
        escape_markdown(comment)
    );
    Ok(())
}
