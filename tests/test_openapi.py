"""The API's description holds every route and every shape."""

from tests.district import District


def test_the_description_names_every_route_of_both_functions(district: District) -> None:
    paths = district.get("/openapi.json").get_json()["paths"]
    rules = [rule.rule for app in (district.members, district.public) for rule in app.url_map.iter_rules()]
    assert set(paths) == {rule.replace("<", "{").replace(">", "}") for rule in rules}


def test_every_reference_in_the_description_leads_somewhere(district: District) -> None:
    document = district.get("/openapi.json")
    text, defined = document.get_data(as_text=True), document.get_json()["components"]["schemas"]
    used = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= set(defined)


def test_every_operation_says_in_words_what_it_does(district: District) -> None:
    paths = district.get("/openapi.json").get_json()["paths"]
    assert all(operation["summary"] for path in paths.values() for operation in path.values())
