package dev.gosync.cli;

import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command: what it takes, and what it does. Commands are described to picocli by its builders and not by annotations,
 * whose reading costs as much time as everything else between the start and the first line of a plan.
 */
abstract class Subcommand {
    enum Format {
        TEXT,
        JSON
    }

    private static final String FORMAT = "--format";

    private final String name;
    private final String description;

    Subcommand(String name, String description) {
        this.name = name;
        this.description = description;
    }

    String name() {
        return name;
    }

    /** Adds what it takes besides the options of all commands. */
    abstract void describe(CommandSpec spec);

    /**
     * Does it.
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
                .description("The configuration, such as go-sync.yml.")
                .build();
    }

    static String file(ParseResult parsed) {
        return parsed.matchedPositionalValue(0, "");
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
                .description("text, the default, or json.")
                .build();
    }

    static Format format(ParseResult parsed) {
        return parsed.matchedOptionValue(FORMAT, Format.TEXT);
    }
}
