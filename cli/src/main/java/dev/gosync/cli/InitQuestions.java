package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.config.Adapters;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** Asks the questions of {@code go-sync init}. What an option answers is not asked. */
final class InitQuestions {
    private static final Pattern VARIABLE = Pattern.compile("(?:\\$\\{)?([A-Z][A-Z0-9_]*)}?");
    private static final Pattern LIST_SEPARATOR = Pattern.compile("\\s*,\\s*");
    /** What the other values of a place make of a key. */
    private enum KeyNeed {
        REQUIRED,
        OPTIONAL,
        /** The place cannot have it. */
        NONE
    }

    private static final String SECRET = "is a secret";
    private static final String LEAVE_OUT = "-";
    private static final String USUAL_NAME = "team";

    private final ProgramContext context;
    private final Adapters adapters;
    private final Path folder;
    private final Optional<String> givenName;
    private final Map<String, String> givenTypes = new LinkedHashMap<>();
    private final Map<String, String> givenValues = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> explained = new HashSet<>();
    private boolean typesAreListed;

    /**
     * Makes the questions.
     *
     * @param folder the folder that relative paths are relative to
     */
    InitQuestions(Cli cli, ParseResult parsed, Path folder) {
        this.context = cli.context();
        this.adapters = cli.adapters();
        this.folder = folder;
        givenName = Optional.of(parsed.matchedOptionValue(InitCommand.NAME, "")).filter(name -> !name.isBlank());
        for (String option : List.of(InitCommand.SOURCE, InitCommand.DESTINATION)) {
            String type = parsed.matchedOptionValue(option, "");
            if (!type.isEmpty()) {
                givenTypes.put(option, type);
            }
        }
        for (String pair : parsed.matchedOptionValue(InitCommand.SET, List.<String>of())) {
            int equals = pair.indexOf('=');
            if (!pair.matches("(?s)(source|destination)\\.[^=]+=.+")) {
                throw fault(
                        InitCommand.SET,
                        "must be source.KEY=VALUE or destination.KEY=VALUE, for example source.path=people.csv");
            }
            givenValues.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        if (!isInteractive()) {
            checkTypes();
        }
    }

    /** Without a terminal, no other answer can be given. */
    private void checkTypes() {
        givenTypes.forEach((option, type) -> {
            if (!adapters.types().contains(type)) {
                faults.add(Fault.of("init", option + ": " + AdapterTypes.unknown(type, adapters.types())));
            }
        });
        if (givenTypes.size() < 2) {
            faults.add(Fault.of(
                    "init",
                    "there is no terminal to ask questions; give the answers by options, for example --source file --set"
                            + " source.path=people.csv --destination TYPE. To see all types: "
                            + ProgramName.with("adapters")));
        }
        throwFaults();
    }

    private boolean isInteractive() {
        return context.terminal().isInteractive();
    }

    InitPlace source() throws InterruptedException {
        return place(InitCommand.SOURCE, "Which type of place has the list of members?");
    }

    InitPlace destination(InitPlace source) throws InterruptedException {
        while (true) {
            InitPlace place = place(InitCommand.DESTINATION, "Which type of place gets these members?");
            String problem = !AdapterExample.isWritable(place.provider(), place.values(), folder)
                    ? "can only be read, so it cannot be the destination"
                    : place.equals(source) ? "is the source, so it cannot be the destination too" : "";
            if (problem.isEmpty() || !faults.isEmpty()) {
                return place;
            }
            reject(
                    InitCommand.DESTINATION,
                    "this place of the type " + place.provider().type() + " " + problem);
            throwFaults(); // without a terminal there is no other answer
        }
    }

    String name() throws InterruptedException {
        if (givenName.isPresent() || !isInteractive()) {
            return givenName.orElse(USUAL_NAME);
        }
        String answer = ask("What is the name of this sync?", "  name [" + USUAL_NAME + "]: ");
        return answer.isEmpty() ? USUAL_NAME : answer;
    }

    private InitPlace place(String option, String question) throws InterruptedException {
        AdapterProvider provider = type(option, question);
        String prefix = option.replaceFirst("^--", "") + ".";
        checkKeys(provider, prefix);
        Map<String, Object> values = new LinkedHashMap<>();
        Set<String> open = new LinkedHashSet<>();
        for (ConfigKey key : provider.keys()) {
            if (key.isRequired()
                    || provider.example().containsKey(key.name())
                    || givenValues.containsKey(prefix + key.name())) {
                open.add(key.name());
            }
        }
        while (!open.isEmpty()) {
            for (ConfigKey key : provider.keys()) {
                if (open.contains(key.name())) {
                    values.remove(key.name());
                    KeyNeed need = need(provider, key, values);
                    if (need != KeyNeed.NONE || givenValues.containsKey(prefix + key.name())) {
                        value(provider, key, need, prefix).ifPresent(value -> values.put(key.name(), value));
                    }
                }
            }
            open = keysAtFault(provider, values, prefix);
            List<String> known = provider.keys().stream().map(ConfigKey::name).toList();
            if (!known.containsAll(open)) { // no answer can repair it
                throw fault("init", "the type " + provider.type() + " names a key that it does not have");
            }
        }
        return new InitPlace(provider, inOrder(provider, values));
    }

    /** What an optional key is for can depend on the values before it: a table needs a column, and a list has none. */
    private KeyNeed need(AdapterProvider provider, ConfigKey key, Map<String, Object> values) {
        if (key.isRequired()) {
            return KeyNeed.REQUIRED;
        }
        boolean isWrongWithout = isAtFault(provider, key, values);
        Map<String, Object> with = new LinkedHashMap<>(values);
        with.put(key.name(), provider.example().getOrDefault(key.name(), ""));
        boolean isWrongWith = isAtFault(provider, key, with);
        return isWrongWith == isWrongWithout ? KeyNeed.OPTIONAL : isWrongWith ? KeyNeed.NONE : KeyNeed.REQUIRED;
    }

    private boolean isAtFault(AdapterProvider provider, ConfigKey key, Map<String, Object> values) {
        return AdapterExample.faults(provider, values, folder).stream()
                .anyMatch(fault -> fault.key().equals(key.name()));
    }

    /** Says what is wrong with the values of a place. {@return the keys to ask again} */
    private Set<String> keysAtFault(AdapterProvider provider, Map<String, Object> values, String prefix) {
        if (!faults.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        for (ConfigException.Fault fault : AdapterExample.faults(provider, values, folder)) {
            reject(prefix + fault.key(), fault.problem());
            keys.add(fault.key());
        }
        return isInteractive() ? keys : Set.of();
    }

    private AdapterProvider type(String option, String question) throws InterruptedException {
        while (true) {
            List<AdapterProvider> all = List.copyOf(adapters.all());
            String answer = Optional.ofNullable(givenTypes.remove(option)).orElse("");
            if (answer.isEmpty()) {
                listTypesOnce(all);
                answer = ask(question, "  number or name: ");
            }
            if (answer.matches("[0-9]{1,4}")) {
                int number = Integer.parseInt(answer);
                if (number >= 1 && number <= all.size()) {
                    return all.get(number - 1);
                }
                reject(option, "no type has the number " + answer);
            } else if (adapters.types().contains(answer)) {
                return adapters.get(answer);
            } else if (answer.isEmpty()) {
                reject(option, "choose a type by its number or its name");
            } else {
                reject(option, AdapterTypes.unknown(answer, adapters.types()));
            }
            typesAreListed = false; // an answer that is wrong needs the list again
            throwFaults(); // without a type there is no key to ask for
        }
    }

    private void listTypesOnce(List<AdapterProvider> all) {
        if (typesAreListed) {
            return;
        }
        typesAreListed = true;
        synchronized (context.err()) {
            TextTable table = new TextTable(context.errorText(), 2);
            for (int i = 0; i < all.size(); i++) {
                String number = (i < 9 && all.size() > 9 ? " " : "") + (i + 1);
                table.row(
                        TextFormat.oneLine(all.get(i).summary()),
                        number,
                        all.get(i).type());
            }
            table.print();
        }
    }

    private void checkKeys(AdapterProvider provider, String prefix) {
        List<String> known = provider.keys().stream().map(ConfigKey::name).toList();
        List<Fault> unknown = givenValues.keySet().stream()
                .filter(key -> key.startsWith(prefix) && !known.contains(key.substring(prefix.length())))
                .map(key -> Fault.of(
                        InitCommand.SET,
                        ConfigException.Fault.unknownKey(key.substring(prefix.length()), known)
                                .toString()))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(unknown);
        }
    }

    private Optional<Object> value(AdapterProvider provider, ConfigKey key, KeyNeed need, String prefix)
            throws InterruptedException {
        String example = YamlText.plain(provider.example().getOrDefault(key.name(), ""));
        Optional<String> usual = usual(provider, key, example);
        while (true) {
            @Nullable String given = givenValues.remove(prefix + key.name());
            String answer = given != null
                    ? given
                    : isInteractive() ? ask(helpOnce(provider, key, need, example, usual), prompt(key, usual)) : "";
            if (answer.isEmpty() && usual.isPresent()) {
                return Optional.of(usual.get());
            }
            Optional<String> variable = VariableName.of(answer, knownVariables(usual));
            if (answer.isEmpty() || answer.equals(LEAVE_OUT)) {
                if (need != KeyNeed.REQUIRED) {
                    return Optional.empty();
                }
                reject(prefix + key.name(), "is required: " + key.help());
            } else if (!key.isSecret()) {
                return Optional.of(parsed(key, answer));
            } else if (variable.isPresent()) {
                return Optional.of("${" + variable.get() + "}");
            } else { // the answer may be the secret itself, so it is not repeated
                reject(
                        prefix + key.name(),
                        SECRET + ": give the name of an environment variable, such as "
                                + usual.map(InitQuestions::withoutBraces).orElse("TOKEN")
                                + ", and never the secret itself. If the variable has another name and is not set yet,"
                                + " write ${NAME}"
                                + (isInteractive() ? ". If you typed the secret, clear the screen" : ""));
            }
            if (!isInteractive()) {
                return Optional.empty();
            }
        }
    }

    /** {@return the reference to a variable that is used without an answer} A secret always has one. */
    private static Optional<String> usual(AdapterProvider provider, ConfigKey key, String example) {
        if (example.startsWith("${") && VARIABLE.matcher(example).matches()) {
            return Optional.of(example);
        }
        String name =
                (provider.type() + "_" + key.name()).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return key.isSecret() && key.isRequired() ? Optional.of("${" + name + "}") : Optional.empty();
    }

    private Set<String> knownVariables(Optional<String> usual) {
        Set<String> known = new HashSet<>(context.environment().keySet());
        usual.map(InitQuestions::withoutBraces).ifPresent(known::add);
        return known;
    }

    private static String withoutBraces(String reference) {
        return reference.replaceAll("[${}]", "");
    }

    /** {@return what a key means; empty if it was said before, for example before a wrong answer} */
    private String helpOnce(
            AdapterProvider provider, ConfigKey key, KeyNeed need, String example, Optional<String> usual) {
        return explained.add(provider.type() + " " + key.name()) ? help(key, need, example, usual) : "";
    }

    private static String help(ConfigKey key, KeyNeed need, String example, Optional<String> usual) {
        StringBuilder help = new StringBuilder(key.help());
        if (!key.allowed().isEmpty()) {
            help.append("; one of ").append(AdaptersCommand.allowed(key));
        }
        if (key.isSecret()) {
            help.append(". Type the name of the environment variable that has it, not the secret");
        } else if (!example.isEmpty() && usual.isEmpty()) {
            help.append("; for example ").append(example);
        }
        if (need != KeyNeed.REQUIRED) {
            help.append(usual.isPresent() ? " (optional; type - to leave it out)" : " (optional)");
        }
        return help.toString();
    }

    private static String prompt(ConfigKey key, Optional<String> usual) {
        return "  " + key.name()
                + usual.map(text -> " [" + (key.isSecret() ? withoutBraces(text) : text) + "]")
                        .orElse("")
                + ": ";
    }

    private static Object parsed(ConfigKey key, String answer) {
        return switch (key.form()) {
            case FLAG -> answer.equals("true") || answer.equals("false") ? (Object) Boolean.valueOf(answer) : answer;
            case NUMBER -> answer.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(answer) : answer;
            // A text that is no pair stays as it is: the check of the values says what is wrong with it.
            case LIST, MAP, CONDITIONS ->
                KeyValues.of(key, key.name(), List.of(LIST_SEPARATOR.split(answer)), new ArrayList<>())
                        .orElse(answer);
            case TEXT, PATH -> answer;
        };
    }

    private static Map<String, Object> inOrder(AdapterProvider provider, Map<String, Object> values) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (ConfigKey key : provider.keys()) {
            if (values.containsKey(key.name())) {
                ordered.put(key.name(), values.get(key.name()));
            }
        }
        return ordered;
    }

    /** Says what is wrong with an answer. Without a terminal there is no other answer, so it is a fault. */
    private void reject(String what, String problem) {
        if (isInteractive()) {
            tell("  " + what.replaceFirst("^--", "") + ": " + problem + (problem.endsWith("?") ? "" : "."));
        } else {
            faults.add(Fault.of(
                    "init",
                    what + ": " + problem
                            + (what.startsWith("-")
                                    ? ""
                                    : "; add " + InitCommand.SET + " " + what
                                            + (problem.startsWith(SECRET) ? "=NAME" : "=VALUE"))));
        }
    }

    /** Ends the questions if an answer that an option gave is wrong, or one is missing. */
    void throwFaults() {
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    private String ask(String question, String prompt) throws InterruptedException {
        context.out().flush();
        if (question.endsWith("?")) {
            tell(""); // a new part
        }
        if (!question.isEmpty()) {
            tell((question.endsWith("?") ? "" : "  ") + question);
        }
        synchronized (context.err()) {
            context.err().print(prompt);
            context.err().flush();
        }
        Optional<String> answer = context.terminal().readLine();
        if (answer.isEmpty()) {
            context.leaveInterruptedLine();
            throw fault("init", "the questions were not answered to the end; nothing was written");
        }
        return answer.get().strip();
    }

    private void tell(String line) {
        synchronized (context.err()) {
            context.errorText().text(WholeText.inMessage(InvisibleCharacters.shownIn(line)));
            context.err().flush();
        }
    }

    private static ConfigurationException fault(String where, String problem) {
        return new ConfigurationException(List.of(Fault.of(where, problem)));
    }
}
