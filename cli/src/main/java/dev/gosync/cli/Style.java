package dev.gosync.cli;

import picocli.CommandLine.Help.Ansi;

/** What a part of the output means, which decides its colour. */
enum Style {
    PLAIN,
    TITLE("bold"),
    ADDITION("fg_green"),
    REMOVAL("fg_red"),
    WARNING("fg_yellow"),
    /** What a guard refuses, and what failed. */
    REFUSAL("bold", "fg_red"),
    DONE("bold", "fg_green"),
    /** What stays, and what is said about the output itself. */
    QUIET("faint");

    private final String code;
    private final String second;

    Style() {
        this("", "");
    }

    Style(String code) {
        this(code, "");
    }

    Style(String code, String second) {
        this.code = code;
        this.second = second;
    }

    /** {@return a text with the codes of this style around it} Loads the codes only now, because most runs need none. */
    String around(String text) {
        return code.isEmpty() || text.isEmpty() ? text : on(code) + on(second) + text + Ansi.Style.reset.on();
    }

    private static String on(String name) {
        return name.isEmpty() ? "" : Ansi.Style.valueOf(name).on();
    }
}
