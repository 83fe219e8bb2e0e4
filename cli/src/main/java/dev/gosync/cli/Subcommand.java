package dev.gosync.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command: its options, and its action. Commands are described to picocli through its builders. Annotations would
 * double the start time of the program.
 */
abstract class Subcommand {
    enum Format {
        TEXT,
        JSON
    }

    static final String FORMAT = "--format";

    private final String name;
    private final String description;

    Subcommand(String name, String description) {
        this.name = name;
        this.description = description;
    }

    String name() {
        return name;
    }

    /** Adds the parameters and options of this command. Global options are added elsewhere. */
    abstract void describe(CommandSpec spec);

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    abstract int run(Cli cli, ParseResult parsed) throws IOException;

    final CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.usageMessage().description(description);
        describe(spec);
        return spec;
    }

    static PositionalParamSpec file() {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("FILE")
                .type(String.class)
                .description("The configuration file, for example go-sync.yml.")
                .build();
    }

    static String file(ParseResult parsed) {
        return parsed.matchedPositionalValue(0, "");
    }

    /** An option with one value. */
    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    static boolean isGiven(ParseResult parsed, String flag) {
        return parsed.matchedOptionValue(flag, false);
    }

    static OptionSpec format() {
        return OptionSpec.builder(FORMAT)
                .type(Format.class)
                .paramLabel("FORMAT")
                .description("The output format: text (default) or json.")
                .build();
    }

    static Format format(ParseResult parsed) {
        return parsed.matchedOptionValue(FORMAT, Format.TEXT);
    }

    static boolean asksForJson(ParseResult parsed) {
        return parsed.commandSpec().findOption(FORMAT) != null
                && parsed.matchedOptionValue(FORMAT, (Object) Format.TEXT)
                        .toString()
                        .equals(Format.JSON.name());
    }

    /** The same for a command line that could not be parsed. */
    static boolean asksForJson(String... arguments) {
        String all = " " + String.join(" ", arguments).toLowerCase(Locale.ROOT) + " ";
        return all.contains(" " + FORMAT + " json ") || all.contains(" " + FORMAT + "=json ");
    }
}
