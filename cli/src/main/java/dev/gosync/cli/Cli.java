package dev.gosync.cli;

import dev.gosync.SyncListener;
import dev.gosync.config.Adapters;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Fault;
import dev.gosync.config.Webhook;
import dev.gosync.journal.SavedPlanException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** Runs one command line. */
final class Cli {
    enum Verbosity {
        QUIET,
        NORMAL,
        VERBOSE
    }

    private static final String VERBOSE = "--verbose";
    private static final String QUIET = "--quiet";
    private static final String DEBUG = "--debug";
    private static final String ADAPTERS = "--adapters";

    private final ProgramContext context;
    private @Nullable RunProgress progress;
    private Optional<Webhook> webhook = Optional.empty();
    private final Set<Fault> warned = new HashSet<>();
    private Verbosity verbosity = Verbosity.NORMAL;
    private boolean debug;
    private @Nullable String adapterFolder;
    private @Nullable Adapters adapters;
    private Screen screen = Screen.none();

    private Cli(ProgramContext context) {
        this.context = context;
    }

    /**
     * Parses the arguments and runs the command.
     *
     * @return the exit code
     */
    static int run(ProgramContext context, String... arguments) {
        String[] args = asOption(arguments);
        Cli cli = new Cli(context);
        try {
            CliHandlers handlers = new CliHandlers(cli);
            return new CommandLine(spec(args))
                    .setExpandAtFiles(false) // @platform-oncall is a name, not a file
                    .setParameterExceptionHandler(handlers)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setOut(context.out())
                    .setErr(context.err())
                    .setExecutionStrategy(handlers)
                    .setExecutionExceptionHandler(handlers)
                    .execute(args);
        } finally {
            context.out().flush();
            context.err().flush();
        }
    }

    /** Describes the program. Without arguments, all commands are described. */
    static CommandSpec spec(String... args) {
        CommandSpec spec = CommandSpec.create()
                .name(ProgramName.shown())
                .addOption(globalOption(OptionSpec.builder("-h", "--help").usageHelp(true), "Show this help and exit."))
                .addOption(globalOption(
                        OptionSpec.builder("-V", "--version").versionHelp(true), "Show the version and exit."))
                .addOption(globalOption(OptionSpec.builder("-v", VERBOSE), "Print each step to standard error."))
                .addOption(globalOption(
                        OptionSpec.builder("-q", QUIET), "Print problems only, and nothing if there is none."))
                .addOption(globalOption(OptionSpec.builder(DEBUG), "Print stack traces."))
                .addOption(OptionSpec.builder(Screen.OPTION)
                        .paramLabel("WHEN")
                        .type(Screen.Color.class)
                        .completionCandidates(TextFormat.kebab(Screen.Color.values()))
                        .arity("1")
                        .scopeType(ScopeType.INHERIT)
                        .description("Print colours: auto (default), always or never.")
                        .build())
                .addOption(OptionSpec.builder(ADAPTERS)
                        .paramLabel("DIR")
                        .type(String.class)
                        .arity("1")
                        .scopeType(ScopeType.INHERIT)
                        .description("Use the adapters in the jars of this folder, too.")
                        .build());
        spec.usageMessage()
                .description("Keeps group membership in sync: reads members from a source, and adds and removes members"
                        + " until each destination holds the same list.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Run " + ProgramName.inHelp("COMMAND --help") + " for the options of a command, or "
                                + ProgramName.inHelp("demo") + " for an example.");
        for (Subcommand command : subcommands(args)) {
            spec.addSubcommand(command.name(), command.spec());
        }
        setLayout(spec);
        spec.subcommands().values().forEach(subcommand -> setLayout(subcommand.getCommandSpec()));
        return spec;
    }

    /** If the first argument is a command, only that one is described: describing all takes longer than a small plan. */
    private static List<Subcommand> subcommands(String... args) {
        List<Subcommand> all = List.of(
                new DemoCommand(),
                new InitCommand(),
                new RunCommand(false),
                new RunCommand(true),
                new UndoCommand(),
                new HistoryCommand(),
                new ListCommand(args),
                new ValidateCommand(),
                new DoctorCommand(),
                new AdaptersCommand(),
                new SchemaCommand(),
                new CompletionCommand());
        for (Subcommand command : all) {
            if (args.length > 0 && args[0].equals(command.name())) {
                return List.of(command);
            }
        }
        return all;
    }

    /** Makes {@code COMMAND --help} of {@code help COMMAND}. */
    private static String[] asOption(String... args) {
        if (args.length == 0 || !args[0].equals("help")) {
            return args;
        }
        if (args.length == 1) {
            return new String[] {"--help"};
        }
        boolean isKnown =
                subcommands().stream().anyMatch(command -> command.name().equals(args[1]));
        return isKnown ? new String[] {args[1], "--help"} : new String[] {args[1]};
    }

    int reportWrongUsage(ParameterException wrong, String[] arguments) {
        if (arguments.length == 0) {
            int columns = context.terminal().errorColumns().orElse(Terminal.USUAL_COLUMNS);
            new HelpText(context.err(), columns).print(wrong.getCommandLine()); // a new user looks around
            return ExitCode.WRONG_USAGE;
        }
        String message = UsageError.message(
                wrong,
                Stream.concat(Stream.of("help"), subcommands().stream().map(Subcommand::name))
                        .toList());
        Subcommand.document(arguments, context.out())
                .ifPresent(document -> document.faults(
                        wrong.getCommandLine().getCommandName(), List.of(Fault.of("go-sync", message))));
        context.printMessage("go-sync: " + UsageError.withHelp(message, wrong));
        return ExitCode.WRONG_USAGE;
    }

    private static OptionSpec globalOption(OptionSpec.Builder option, String description) {
        return option.type(boolean.class)
                .arity("0")
                .scopeType(ScopeType.INHERIT)
                .description(description)
                .build();
    }

    private static void setLayout(CommandSpec spec) {
        spec.versionProvider(new CliHandlers.Version())
                .usageMessage()
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
    }

    int execute(ParseResult parsed) {
        Screen.Color color = color(parsed);
        if (color != Screen.Color.AUTO) {
            Ansi ansi = color == Screen.Color.NEVER ? Ansi.OFF : Ansi.ON;
            parsed.commandSpec().commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
        }
        ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (parsed.isUsageHelpRequested() || last.isUsageHelpRequested()) {
            ParseResult asked = parsed.isUsageHelpRequested() ? parsed : last;
            Terminal terminal = context.terminal();
            int columns = terminal.hasScreen() ? terminal.columns() : Terminal.USUAL_COLUMNS;
            new HelpText(context.out(), columns).print(asked.commandSpec().commandLine());
            return ExitCode.DONE;
        }
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(parsed.commandSpec().commandLine(), UsageError.NO_COMMAND);
        }
        ParseResult chosen = parsed.subcommand();
        debug = isGiven(DEBUG, parsed, chosen);
        adapterFolder = chosen.matchedOptionValue(ADAPTERS, parsed.matchedOptionValue(ADAPTERS, (String) null));
        verbosity = isGiven(VERBOSE, parsed, chosen)
                ? Verbosity.VERBOSE
                : isGiven(QUIET, parsed, chosen) ? Verbosity.QUIET : Verbosity.NORMAL;
        try {
            screen = Screen.of(context, color);
            return ((Subcommand) chosen.commandSpec().userObject()).run(this, chosen);
        } catch (Exception | Error e) { // an Error too ends with a message and an exit code
            String command = chosen.commandSpec().name();
            Subcommand.document(chosen, context.out())
                    .ifPresent(
                            document -> { // one, whatever happens
                                if (e instanceof ConfigurationException faults) {
                                    document.faults(command, faults.faults());
                                } else {
                                    document.failure(command, exitCode(e), TextFormat.message(e));
                                }
                            });
            return reportFailure(e);
        }
    }

    private static Screen.Color color(ParseResult parsed) {
        Screen.Color before = parsed.matchedOptionValue(Screen.OPTION, Screen.Color.AUTO);
        return parsed.hasSubcommand() ? parsed.subcommand().matchedOptionValue(Screen.OPTION, before) : before;
    }

    private static boolean isGiven(String option, ParseResult before, ParseResult after) {
        return before.hasMatchedOption(option) || after.hasMatchedOption(option);
    }

    ProgramContext context() {
        return context;
    }

    /** {@return what the output may look like} */
    Screen screen() {
        return screen;
    }

    Verbosity verbosity() {
        return verbosity;
    }

    /** {@return those of these options that the user gave, and the folder of adapters, as they were typed} */
    List<String> wordsOf(ParseResult parsed, String... options) {
        List<String> words = new ArrayList<>();
        for (String option : options) {
            if (parsed.hasMatchedOption(option)) {
                words.addAll(List.of(option, parsed.matchedOptionValue(option, "")));
            }
        }
        if (adapterFolder != null) {
            words.addAll(List.of(ADAPTERS, adapterFolder));
        }
        return words;
    }

    /** Resolves a path of the command line against the working directory. */
    Path resolve(String path) {
        return context.folder().resolve(path);
    }

    /** {@return the adapters of the program and those of the user} */
    Adapters adapters() {
        Adapters known = adapters == null ? AdapterFolder.find(adapterFolder, context.folder()) : adapters;
        adapters = known;
        return known;
    }

    SyncListener listener() {
        return verbosity == Verbosity.VERBOSE ? new Progress(context) : progress();
    }

    /** {@return what tells the webhook of the configuration about the run, if it has one} */
    Notifier notifier() {
        return new Notifier(context, webhook);
    }

    /** {@return the progress of this command; it shows nothing with {@code --quiet} and {@code --verbose}} */
    RunProgress progress() {
        RunProgress known = progress == null ? new RunProgress(context, verbosity == Verbosity.NORMAL) : progress;
        progress = known;
        return known;
    }

    /** Prints the stack trace, with {@code --debug}. */
    void debug(Throwable thrown) {
        if (debug) {
            synchronized (context.err()) {
                progress().makeRoom();
                context.err().println(TextFormat.stackTrace(thrown));
                context.err().flush();
            }
        }
    }

    /**
     * Reads the configuration and uses it.
     *
     * @param options what the command asks of the reader
     * @return the exit code
     */
    int withConfiguration(String file, UnaryOperator<ConfigurationReader> options, ToIntFunction<Configuration> use) {
        return withReader(reader -> {
            checkIsThere(file);
            try (Configuration configuration = options.apply(reader).read(context.folder(), file)) {
                webhook = configuration.webhook();
                warn(configuration.warnings());
                return use.applyAsInt(configuration);
            }
        });
    }

    private void checkIsThere(String file) {
        try {
            if (Files.notExists(resolve(file))) {
                throw new ConfigurationException(List.of(Fault.of(
                        file,
                        "file not found; to write one: " + ProgramName.with("init " + NextCommand.quoted(file)))));
            }
        } catch (InvalidPathException e) {
            // The reader says what is wrong with it.
        }
    }

    /** A command may read its configuration twice. */
    private void warn(List<Fault> warnings) {
        if (verbosity != Verbosity.QUIET) {
            warnings.stream().filter(warned::add).forEach(warning -> context.printMessage("warning: " + warning));
        }
    }

    /** Does work that may call services. */
    @SuppressWarnings("try") // the proxies only have to be in place
    int withReader(ToIntFunction<ConfigurationReader> work) {
        Logging logging = new Logging(verbosity, debug, context.err(), progress()::makeRoom);
        try (EnvironmentProxies proxies = new EnvironmentProxies(context.environment())) {
            return work.applyAsInt(ConfigurationReader.of(adapters()).variables(context.environment()));
        } finally {
            logging.close();
        }
    }

    private int reportFaults(List<Fault> faults) {
        faults.forEach(fault -> context.printMessage(fault.toString()));
        return ExitCode.WRONG_USAGE;
    }

    int reportFailure(Throwable thrown) {
        if (thrown instanceof ConfigurationException faults) {
            return reportFaults(faults.faults());
        }
        debug(thrown);
        boolean isMore = !debug && ErrorText.isExplainedByStackTrace(thrown);
        context.printMessage(
                "go-sync: " + ErrorText.sentence(thrown) + (isMore ? " (add --debug for a stack trace)" : ""));
        if (thrown instanceof RefusedPlanException refused) {
            refused.help().forEach(help -> {
                context.printMessage(help.sentence());
                synchronized (context.err()) { // a command never wraps, so that it can be copied
                    context.err().println("  " + help.command());
                    context.err().flush();
                }
            });
        }
        return exitCode(thrown);
    }

    private static int exitCode(Throwable thrown) {
        return thrown instanceof SavedPlanException || thrown instanceof RefusedPlanException
                ? ExitCode.REFUSED
                : ExitCode.FAILED;
    }
}
