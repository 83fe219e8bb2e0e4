package dev.gosync.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * One command: its options, and its action. Commands are described to picocli through its builders. Annotations would
 * double the start time of the program.
 */
abstract class Subcommand {
    enum Format {
        TEXT,
        JSON,
        MARKDOWN;

        /** Reads the value of the option. A class and no lambda, as {@link CliHandlers} says. */
        private record Converter(List<Format> allowed) implements ITypeConverter<Format> {
            @Override
            public Format convert(String value) {
                for (Format format : allowed) {
                    if (TextFormat.kebab(format).equals(value.toLowerCase(Locale.ROOT))) {
                        return format;
                    }
                }
                throw new TypeConversionException(
                        "must be one of " + String.join(", ", names(allowed)) + ", but is " + value);
            }
        }

        private static List<String> names(List<Format> formats) {
            return formats.stream().map(TextFormat::kebab).toList();
        }
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
        return format("text (default) or json", Format.TEXT, Format.JSON);
    }

    /** The formats of a run, which also fits into a comment. */
    static OptionSpec formatOfRun() {
        return format("text (default), json or markdown", Format.values());
    }

    static OptionSpec format(String description, Format... allowed) {
        List<Format> formats = List.of(allowed);
        return OptionSpec.builder(FORMAT)
                .type(Format.class)
                .converters(new Format.Converter(formats))
                .completionCandidates(Format.names(formats))
                .paramLabel("FORMAT")
                .description("The output format: " + description + ".")
                .build();
    }

    static Format format(ParseResult parsed) {
        return parsed.matchedOptionValue(FORMAT, Format.TEXT);
    }

    /** {@return what prints one document whatever happens, if the user asks for such a format} */
    static Optional<FaultPrinter> document(ParseResult parsed, PrintWriter out) {
        return parsed.commandSpec().findOption(FORMAT) == null
                ? Optional.empty()
                : document(TextFormat.kebab((Enum<?>) parsed.matchedOptionValue(FORMAT, (Object) Format.TEXT)), out);
    }

    /** The same for a command line that could not be parsed. */
    static Optional<FaultPrinter> document(String[] arguments, PrintWriter out) {
        String all = " " + String.join(" ", arguments).toLowerCase(Locale.ROOT) + " ";
        return Format.names(List.of(Format.values())).stream()
                .filter(name ->
                        all.contains(" " + FORMAT + " " + name + " ") || all.contains(" " + FORMAT + "=" + name + " "))
                .findFirst()
                .flatMap(name -> document(name, out));
    }

    private static Optional<FaultPrinter> document(String format, PrintWriter out) {
        return switch (format) {
            case "json" -> Optional.of(new JsonPrinter(out));
            case "markdown" -> Optional.of(new MarkdownFaults(out));
            default -> Optional.empty();
        };
    }
}
