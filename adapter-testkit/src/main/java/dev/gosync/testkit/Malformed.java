package dev.gosync.testkit;

/** Answers that are well formed and that no client of the service can understand. All of them come with status 200. */
public enum Malformed {
    /** An empty JSON object. */
    EMPTY_OBJECT("{}"),
    /** An empty JSON array. */
    EMPTY_ARRAY("[]"),
    /** A JSON object of another service: {@code {"message":"please log in"}}. */
    FOREIGN_OBJECT("{\"message\":\"please log in\"}"),
    /** The login page of a network, as HTML. */
    HTML_PAGE("<!DOCTYPE html><html><body>Welcome to the hotel's network</body></html>"),
    /** No body at all. */
    EMPTY_BODY("");

    private final String body;

    Malformed(String body) {
        this.body = body;
    }

    FakeAnswer answer() {
        return switch (this) {
            case EMPTY_BODY -> FakeAnswer.empty(200);
            case HTML_PAGE ->
                FakeAnswer.empty(200)
                        .header("Content-Type", "text/html; charset=utf-8")
                        .body(body);
            default -> FakeAnswer.json(200, "").body(body);
        };
    }
}
