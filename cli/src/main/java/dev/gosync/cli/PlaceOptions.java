package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Source;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A place that the options of a command line describe: one option for each key of an adapter type. */
final class PlaceOptions {
    static final String TYPE = "--type";

    /** The label of an option that takes a path. */
    static final String PATH = "PATH";

    private static final String ADAPTERS = "--adapters";

    /** The options of the command and of all commands. */
    private static final Set<String> TAKEN =
            Set.of("type", "format", "help", "version", "verbose", "quiet", "debug", "color", "adapters");

    /** A command line stays in the history of a shell, and other users of the machine see it. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file:[^}]+|[A-Za-z_][A-Za-z0-9_]*)}");

    private final AdapterProvider provider;
    private final Map<String, Object> values;

    private PlaceOptions(AdapterProvider provider, Map<String, Object> values) {
        this.provider = provider;
        this.values = values;
    }

    /** Adds the options of the type that the command line names. An unknown type is a fault of the command later. */
    static void describe(CommandSpec spec, String... args) {
        // A wrong option may have a secret as its value, so the messages of the parser are not used.
        spec.parser().unmatchedArgumentsAllowed(true);
        spec.interpolateVariables(false); // the help shows '${NAME}'
        String type = value(TYPE, args);
        if (type.isEmpty() || !List.of(args).contains(spec.name())) {
            return;
        }
        try {
            String folder = value(ADAPTERS, args);
            AdapterProvider provider = AdapterFolder.find(folder.isEmpty() ? null : folder, Path.of(""))
                    .get(type);
            of(provider).forEach(spec::addOption);
        } catch (ConfigurationException e) {
            // The command finds it, too.
        }
    }

    /** {@return the options of a type} Their labels are those of the help: {@link #PATH} for a path. */
    static List<OptionSpec> of(AdapterProvider provider) {
        return provider.keys().stream()
                .map(key -> option(key, name(key, provider.type())))
                .toList();
    }

    private static String value(String option, String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(option + "=")) {
                return args[i].substring(option.length() + 1);
            }
            if (args[i].equals(option) && i + 1 < args.length) {
                return args[i + 1];
            }
        }
        return "";
    }

    /** The option of a key. If the command has an option of this name, it begins with the type. */
    private static String name(ConfigKey key, String type) {
        return "--" + (TAKEN.contains(key.name()) ? type + "-" : "") + key.name();
    }

    private static OptionSpec option(ConfigKey key, String name) {
        boolean isFlag = key.form() == Form.FLAG;
        boolean isText = !isFlag && key.form() != Form.LIST && key.form() != Form.MAP && key.form() != Form.CONDITIONS;
        OptionSpec.Builder option = OptionSpec.builder(name)
                .type(isText || isFlag ? String.class : List.class)
                .auxiliaryTypes(String.class)
                .arity(isFlag ? "0..1" : "1")
                .paramLabel(label(key))
                .description(key.help() + (key.allowed().isEmpty() ? "" : "; one of " + AdaptersCommand.allowed(key))
                        + (key.isRequired() ? ". Required" : "")
                        + (key.isSecret() ? ". Secret: write '${NAME}' for the variable NAME" : "") + ".");
        // The help names all values; the tab key offers those that need no quotes.
        if (!key.allowed().isEmpty() && key.allowed().stream().allMatch(value -> value.matches("[\\w-]+"))) {
            option.completionCandidates(key.allowed());
        }
        return (isFlag ? option.fallbackValue("true") : option).build();
    }

    private static String label(ConfigKey key) {
        return switch (key.form()) {
            case NUMBER -> "NUMBER";
            case FLAG -> "true|false";
            case PATH -> PATH;
            case MAP -> "NAME=VALUE";
            case CONDITIONS -> "NAME=VALUE|NAME!=VALUE";
            case TEXT, LIST -> key.isSecret() ? "'${NAME}'" : "VALUE";
        };
    }

    /**
     * Takes the options of a type from a command line.
     *
     * @throws ConfigurationException with all options that are unknown, incomplete or contain a secret
     */
    static PlaceOptions of(AdapterProvider provider, ParseResult parsed) {
        List<Fault> faults = new ArrayList<>();
        if (parsed.hasMatchedPositional(0)) {
            faults.add(Fault.of(TYPE, "cannot be used with FILE and NAME; give each value after its option"));
        }
        addUnknown(parsed, faults);
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfigKey key : provider.keys()) {
            String option = name(key, provider.type());
            @Nullable Object given = parsed.matchedOptionValue(option, (Object) null);
            if (given == null) {
                continue;
            }
            List<String> texts = given instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of(given.toString());
            if (key.isSecret()
                    && !texts.stream().allMatch(text -> REFERENCE.matcher(text).matches())) {
                faults.add(Fault.of(
                        option,
                        "takes no secret, because a command line can be seen by other users and stays in the history of"
                                + " the shell; put the secret into a variable and write '${NAME}' in single quotes, or"
                                + " '${file:PATH}'"));
            } else {
                KeyValues.of(key, option, texts, faults).ifPresent(value -> values.put(key.name(), value));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return new PlaceOptions(provider, values);
    }

    /**
     * Checks a command line without {@link #TYPE}.
     *
     * @throws ConfigurationException with all options that are unknown
     */
    static void checkNone(ParseResult parsed) {
        List<Fault> faults = new ArrayList<>();
        addUnknown(parsed, faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    private static void addUnknown(ParseResult parsed, List<Fault> faults) {
        List<String> known = parsed.commandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .toList();
        List<String> unknown = parsed.unmatched().stream()
                .filter(text -> text.startsWith("-"))
                .map(text -> text.replaceFirst("=.*", ""))
                .toList();
        for (String name : unknown) {
            String owner = UsageError.ofOtherCommand(name, parsed.commandSpec());
            faults.add(Fault.of(
                    name,
                    owner.isEmpty()
                            ? "unknown option" + ConfigException.Fault.hint(name, known) + withoutType(parsed)
                            : owner));
        }
        if (unknown.isEmpty() && !parsed.unmatched().isEmpty()) {
            faults.add(Fault.of("list", "takes at most FILE and NAME; quote a name with spaces"));
        }
    }

    private static String withoutType(ParseResult parsed) {
        return parsed.hasMatchedOption(TYPE) ? "" : "; the keys of an adapter are options after " + TYPE;
    }

    /**
     * Makes the place.
     *
     * @throws ConfigurationException with all faults, each of which names its option
     */
    Source place(ConfigurationReader reader, Path folder) {
        try {
            return reader.place(provider.type(), values, folder);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    e.faults().stream().map(this::named).toList());
        }
    }

    /** Names the option of a fault instead of its key. */
    private Fault named(Fault fault) {
        String problem = fault.problem();
        return provider.keys().stream()
                .filter(key -> problem.startsWith(key.name() + ": "))
                .findFirst()
                .map(key -> Fault.of(
                        name(key, provider.type()), problem.substring(key.name().length() + 2)))
                .orElseGet(() -> Fault.of(TYPE + " " + provider.type(), problem));
    }
}
