package dev.gosync.cli;

import dev.gosync.SyncListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: what every command has in common. */
@Command(
        name = "go-sync",
        description = "Keeps membership in step: reads a list of things from one source, and adds and removes them in"
                + " destinations until each holds the same.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Cli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        parameterListHeading = "%n",
        descriptionHeading = "%n",
        sortOptions = false,
        usageHelpAutoWidth = false)
final class Cli implements Callable<Integer> {
    enum Verbosity {
        QUIET,
        NORMAL,
        VERBOSE
    }

    enum Format {
        TEXT,
        JSON
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Main.version()};
        }
    }

    private final Surroundings around;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say on standard error what is being done.",
            scope = ScopeType.INHERIT)
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only problems.",
            scope = ScopeType.INHERIT)
    private boolean quiet;

    @Option(names = "--debug", description = "Show stack traces.", scope = ScopeType.INHERIT)
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
        CommandLine commandLine = new CommandLine(cli)
                .addSubcommand(new DemoCommand(cli))
                .addSubcommand(new PlanCommand(cli))
                .addSubcommand(new ApplyCommand(cli))
                .addSubcommand(new ValidateCommand(cli))
                .addSubcommand(new AdaptersCommand(cli))
                .addSubcommand(new SchemaCommand(cli))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(around.out())
                .setErr(around.err())
                .setExecutionExceptionHandler((thrown, command, parsed) -> cli.failed(thrown));
        try {
            return commandLine.execute(args);
        } finally {
            around.out().flush();
            around.err().flush();
        }
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(command(), "Missing command");
    }

    private CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("not a command yet");
        }
        return spec.commandLine();
    }

    Surroundings around() {
        return around;
    }

    Verbosity verbosity() {
        return verbose ? Verbosity.VERBOSE : quiet ? Verbosity.QUIET : Verbosity.NORMAL;
    }

    /** A path as the command line has it, relative to where the program was started. */
    Path resolve(String path) {
        return around.folder().resolve(path);
    }

    /** Prints a stack trace for those who asked for it. */
    void debug(Throwable thrown) {
        if (debug) {
            synchronized (around.err()) {
                thrown.printStackTrace(around.err());
                around.err().flush();
            }
        }
    }

    /**
     * Does what needs a configuration, or says what is wrong with it: on standard error, and in the document where one
     * was asked for.
     */
    int withConfiguration(String file, Format format, String command, ToIntFunction<Configuration> use) {
        Logging logging = new Logging(verbosity(), debug, around.err());
        try (Configuration configuration =
                ConfigurationReader.read(resolve(file), file, around.environment(), new Providers())) {
            return use.applyAsInt(configuration);
        } catch (FaultsException e) {
            if (format == Format.JSON) {
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

    SyncListener listener() {
        return verbosity() == Verbosity.VERBOSE ? new Progress(around) : new SyncListener() {};
    }
}
