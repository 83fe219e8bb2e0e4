package dev.gosync.cli;

import java.util.List;
import java.util.stream.Collectors;
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

    private final List<String> names;

    Style(String... names) {
        this.names = List.of(names);
    }

    /** {@return a text with the codes of this style around it} Loads the codes only now, because most runs need none. */
    String around(String text) {
        return names.isEmpty() || text.isEmpty() ? text : codes(names) + text + Ansi.Style.reset.on();
    }

    private static String codes(List<String> names) {
        return names.stream().map(name -> Ansi.Style.valueOf(name).on()).collect(Collectors.joining());
    }
}
