use serde_json::{Value, json};

use super::*;
use crate::Attachment;

fn repeats(json: &Value) {
    let card = Card::raw(json).unwrap();
    assert_eq!(&serde_json::to_value(&card).unwrap(), json);
}

#[test]
fn writes_what_was_set_and_nothing_else() {
    let card = Card::new()
        .element(TextBlock::new("Lunch?").size(FontSize::Large))
        .element(
            ChoiceInput::new("lunch")
                .choice("Soup", "soup")
                .is_multi_select(true),
        )
        .element(NumberInput::new("people").min(1).max(12))
        .action(Submit::new().title("Send").data(json!({ "form": "lunch" })));
    let written = json!({
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.3",
        "body": [
            { "type": "TextBlock", "text": "Lunch?", "size": "large" },
            { "type": "Input.ChoiceSet", "id": "lunch", "choices": [{ "title": "Soup", "value": "soup" }],
                "isMultiSelect": true },
            { "type": "Input.Number", "id": "people", "min": 1, "max": 12 },
        ],
        "actions": [{ "type": "Action.Submit", "title": "Send", "data": { "form": "lunch" } }],
    });
    assert_eq!(serde_json::to_value(&card).unwrap(), written);
    assert_eq!(Card::raw(&written).unwrap(), card);
}

#[test]
fn reads_every_kind_back() {
    let card = Card::new()
        .element(RichTextBlock::new([TextRun::new("a").italic(true)]))
        .element(Image::new("https://example.com/a.png").height("80px"))
        .element(ImageSet::new([Image::new("https://example.com/a.png")]).image_size("small"))
        .element(Media::new([
            MediaSource::new("https://example.com/a.mp4").mime_type("video/mp4")
        ]))
        .element(
            Container::new([])
                .element(TextBlock::new("in"))
                .separator(true),
        )
        .element(
            ColumnSet::new().column(
                Column::new()
                    .width("stretch")
                    .element(TextBlock::new("left")),
            ),
        )
        .element(FactSet::new([]).fact("Platform", "7"))
        .element(ActionSet::new([OpenUrl::new("https://example.com").into()]))
        .element(
            TextInput::new("t")
                .style(TextInputStyle::Email)
                .is_required(true)
                .label("Address"),
        )
        .element(DateInput::new("d").min("2026-01-01"))
        .element(TimeInput::new("h").value("16:30"))
        .element(ToggleInput::new("y", "Yes?").value_on("yes"))
        .action(ToggleVisibility::new([
            TargetElement::new("t").is_visible(false)
        ]))
        .action(ShowCard::new().card(Card::new().element(TextBlock::new("more"))))
        .background_image(
            BackgroundImage::new("https://example.com/b.png").fill_mode(ImageFillMode::Repeat),
        )
        .select_action(Submit::new().associated_inputs(AssociatedInputs::None))
        .vertical_content_alignment(VerticalAlignment::Center);
    let read = Card::raw(&serde_json::to_value(&card).unwrap()).unwrap();
    assert_eq!(read, card);
    assert!(
        read.body
            .iter()
            .flatten()
            .all(|element| !matches!(element, Element::Other(_)))
    );
    assert!(
        read.actions
            .iter()
            .flatten()
            .all(|action| !matches!(action, Action::Other(_)))
    );
}

#[test]
fn keeps_what_is_newer_bare_or_wrong() {
    repeats(&json!({
        "type": "AdaptiveCard",
        "version": "1.5",
        "refresh": { "userIds": [] },
        "backgroundImage": "https://example.com/b.png",
        "body": [
            { "type": "Table", "rows": [[1]] },
            { "type": "TextBlock", "text": "t", "labelFor": "x" },
            { "type": "TextBlock" },
            { "type": "RichTextBlock", "inlines": ["bare", { "type": "TextRun", "text": "run" }] },
            { "type": "ColumnSet", "columns": [{ "items": [], "width": 2 }] },
            { "type": "Input.Number", "id": "n", "max": "12" },
            "no element",
        ],
        "actions": [
            { "type": "Action.Execute", "verb": "v" },
            { "type": "Action.ToggleVisibility", "targetElements": ["a", { "elementId": "b" }] },
        ],
    }));
}

#[test]
fn sends_newer_elements_as_json() {
    let card = Card::new()
        .element(json!({ "type": "Table" }))
        .action(json!({ "type": "Action.Execute" }));
    let written = serde_json::to_value(card).unwrap();
    assert_eq!(
        (&written["body"][0]["type"], &written["actions"][0]["type"]),
        (&json!("Table"), &json!("Action.Execute"))
    );
}

// D-48
#[test]
fn spellings_are_read_in_any_case_and_written_as_they_came() {
    let card = json!({
        "type": "AdaptiveCard",
        "body": [
            { "type": "TextBlock", "text": "a", "height": "Stretch" },
            { "type": "TextBlock", "text": "b", "height": "stretch" },
            { "type": "TextBlock", "text": "c", "height": "tall" },
        ],
    });
    repeats(&card);
    let height = |element| match element {
        Element::TextBlock(text) => text.height.unwrap(),
        other => panic!("{other:?}"),
    };
    let heights: Vec<_> = Card::raw(&card)
        .unwrap()
        .body
        .unwrap()
        .into_iter()
        .map(height)
        .collect();
    let stretch = BlockElementHeight::Stretch;
    assert_eq!(
        heights,
        [
            stretch.clone(),
            stretch,
            BlockElementHeight::Other("tall".to_owned())
        ]
    );
}

#[test]
fn a_card_hangs_on_a_message_and_comes_off_again() {
    let card = Card::new().element(TextBlock::new("Hi"));
    let attachment = Attachment::from(card.clone());
    assert_eq!(
        attachment.content_type.as_deref(),
        Some("application/vnd.microsoft.card.adaptive")
    );
    assert_eq!(attachment.to_card(), Some(card));
    assert_eq!(
        Attachment::new()
            .content(json!({ "fileId": "f" }))
            .to_card(),
        None
    );
}

#[test]
fn only_an_object_is_a_card() {
    assert!(Card::raw(&json!(["x"])).is_err());
}
