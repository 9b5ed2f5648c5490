//! The page of a report with every drawing and every kind of block is whole and asks nothing of the network.

use crate::{gallery, story};
use conus::report::page::{Block, write};

fn drawings() -> story::Drawings {
    gallery::all().into_iter().map(|(name, svg)| (name, svg.unwrap())).collect()
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Everything but the style and the script, which have braces and signs of their own.
fn without_style_and_script(html: &str) -> String {
    let (before, rest) = html.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (middle, rest) = rest.split_once("<script>").unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    [before, middle, after].concat()
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    assert_eq!(write(&story::page(&drawings())).unwrap(), write(&story::page(&drawings())).unwrap());
}

#[test]
fn nothing_is_loaded_from_outside() {
    let html = write(&story::page(&drawings())).unwrap();
    assert!(html.contains(
        "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
    ));
    assert!(values(&html, "src").is_empty());
    for link in values(&html, "href") {
        let inside = link.starts_with('#') || link == "data:,";
        let beside = link.starts_with("figures/") && link.ends_with(".svg");
        assert!(inside || beside, "{link}");
    }
    let (_, style) = html.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("http"));
    // An address may stand in the text of a reference; elsewhere only the name space of SVG begins like one.
    let addresses = html.matches("http").count() - html.matches("http-equiv").count();
    let name_spaces = html.matches("xmlns=\"http://www.w3.org/2000/svg\"").count();
    assert_eq!(addresses - name_spaces, 1, "only the address in reference 2");
}

#[test]
fn every_link_inside_the_page_arrives() {
    let html = write(&story::page(&drawings())).unwrap();
    let ids = values(&html, "id");
    let named = ["aria-labelledby", "data-figure"].iter().flat_map(|name| values(&html, name));
    let named = named.flat_map(str::split_whitespace);
    let linked = values(&html, "href").into_iter().filter_map(|link| link.strip_prefix('#'));
    for target in named.chain(linked) {
        assert!(ids.contains(&target), "{target}");
    }
}

#[test]
fn every_figure_has_a_caption_and_a_name_to_be_saved_under() {
    let page = story::page(&drawings());
    let html = write(&page).unwrap();
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    let files: Vec<&str> = blocks
        .filter_map(|block| if let Block::Figure { file, .. } = block { Some(file.as_str()) } else { None })
        .collect();
    assert!(files.len() >= 8);
    assert_eq!(html.matches("<figure ").count(), files.len());
    assert_eq!(html.matches("<figcaption ").count(), files.len());
    let saved: Vec<String> = values(&html, "download").iter().map(|name| format!("figures/{name}")).collect();
    assert_eq!(saved, files);
}

#[test]
fn another_reader_of_markup_finds_every_tag_closed() {
    let html = write(&story::page(&drawings())).unwrap();
    let body = without_style_and_script(&html);
    let body = body.strip_prefix("<!doctype html>").unwrap();
    let mut open = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "</{name}>");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
