package dev.gosync.cli;

import dev.gosync.SyncListener;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** One command line, from its arguments to its exit code. */
final class Cli {
    enum Verbosity {
        QUIET,
        NORMAL,
        VERBOSE
    }

    private static final String VERBOSE = "--verbose";
    private static final String QUIET = "--quiet";
    private static final String DEBUG = "--debug";

    private final Surroundings around;
    private Verbosity verbosity = Verbosity.NORMAL;
    private boolean debug;

    private Cli(Surroundings around) {
        this.around = around;
    }

    /**
     * Runs one command line.
     *
     * @return the exit code
     */
    static int run(Surroundings around, String... args) {
        Cli cli = new Cli(around);
        try {
            return new CommandLine(spec(args))
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setOut(around.out())
                    .setErr(around.err())
                    .setExecutionStrategy(cli::execute)
                    .setExecutionExceptionHandler((thrown, command, parsed) -> cli.failed(thrown))
                    .execute(args);
        } finally {
            around.out().flush();
            around.err().flush();
        }
    }

    private static CommandSpec spec(String... args) {
        CommandSpec spec = CommandSpec.create()
                .name("go-sync")
                .addOption(everywhere(
                        OptionSpec.builder("-h", "--help").usageHelp(true), "Show this help message and exit."))
                .addOption(everywhere(
                        OptionSpec.builder("-V", "--version").versionHelp(true), "Print version information and exit."))
                .addOption(everywhere(OptionSpec.builder("-v", VERBOSE), "Say on standard error what is being done."))
                .addOption(everywhere(OptionSpec.builder("-q", QUIET), "Print only problems."))
                .addOption(everywhere(OptionSpec.builder(DEBUG), "Show stack traces."));
        spec.usageMessage()
                .description("Keeps membership in step: reads a list of things from one source, and adds and removes"
                        + " them in destinations until each holds the same.")
                .synopsisSubcommandLabel("COMMAND")
                .footer("", "go-sync COMMAND --help says more; go-sync demo shows it at work.");
        for (Subcommand command : wanted(args)) {
            spec.addSubcommand(command.name(), command.spec());
        }
        laidOut(spec);
        spec.subcommands().values().forEach(subcommand -> laidOut(subcommand.getCommandSpec()));
        return spec;
    }

    /** One that comes first is described alone, since to describe all of them takes longer than a small plan. */
    private static List<Subcommand> wanted(String... args) {
        List<Subcommand> all = List.of(
                new DemoCommand(),
                new RunCommand(false),
                new RunCommand(true),
                new ValidateCommand(),
                new AdaptersCommand(),
                new SchemaCommand());
        for (Subcommand command : all) {
            if (args.length > 0 && args[0].equals(command.name())) {
                return List.of(command);
            }
        }
        return all;
    }

    private static OptionSpec everywhere(OptionSpec.Builder option, String description) {
        return option.type(boolean.class)
                .arity("0")
                .scopeType(ScopeType.INHERIT)
                .description(description)
                .build();
    }

    private static void laidOut(CommandSpec spec) {
        spec.versionProvider(() -> new String[] {Main.version()})
                .usageMessage()
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
    }

    private int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(parsed.commandSpec().commandLine(), "Which command?");
        }
        ParseResult chosen = parsed.subcommand();
        debug = isGiven(DEBUG, parsed, chosen);
        verbosity = isGiven(VERBOSE, parsed, chosen)
                ? Verbosity.VERBOSE
                : isGiven(QUIET, parsed, chosen) ? Verbosity.QUIET : Verbosity.NORMAL;
        try {
            return ((Subcommand) chosen.commandSpec().userObject()).run(this, chosen);
        } catch (Exception e) {
            return failed(e);
        }
    }

    private static boolean isGiven(String option, ParseResult before, ParseResult after) {
        return before.hasMatchedOption(option) || after.hasMatchedOption(option);
    }

    Surroundings around() {
        return around;
    }

    Verbosity verbosity() {
        return verbosity;
    }

    /** A path as the command line has it, relative to where the program was started. */
    Path resolve(String path) {
        return around.folder().resolve(path);
    }

    private Path configured(String file) {
        try {
            return resolve(file);
        } catch (InvalidPathException e) { // such as letters that the locale of the process cannot say
            throw new FaultsException(List.of(Fault.ofWhole(file, "is no path: " + e.getReason())));
        }
    }

    SyncListener listener() {
        return verbosity == Verbosity.VERBOSE ? new Progress(around) : new SyncListener() {};
    }

    /** Prints a stack trace for those who asked for it. */
    void debug(Throwable thrown) {
        if (debug) {
            synchronized (around.err()) {
                around.err().println(Words.stackTrace(thrown));
                around.err().flush();
            }
        }
    }

    /**
     * Does what needs a configuration, or says what is wrong with it: on standard error, and in the document where one
     * was asked for.
     */
    int withConfiguration(String file, Subcommand.Format format, String command, ToIntFunction<Configuration> use) {
        Logging logging = new Logging(verbosity, debug, around.err());
        try (Configuration configuration =
                ConfigurationReader.read(configured(file), file, around.environment(), new Providers())) {
            return use.applyAsInt(configuration);
        } catch (FaultsException e) {
            if (format == Subcommand.Format.JSON) {
                new JsonPrintout(around.out()).faults(command, e.faults());
            }
            return faulty(e.faults());
        } finally {
            logging.close();
        }
    }

    private int faulty(List<Fault> faults) {
        faults.forEach(fault -> around.say(fault.toString()));
        return ExitCode.WRONG_USAGE;
    }

    private int failed(Exception thrown) {
        if (thrown instanceof FaultsException faults) {
            return faulty(faults.faults());
        }
        debug(thrown);
        around.say("go-sync: " + (thrown.getMessage() == null ? thrown.toString() : thrown.getMessage())
                + (debug ? "" : " (--debug shows more)"));
        return ExitCode.FAILED;
    }
}
