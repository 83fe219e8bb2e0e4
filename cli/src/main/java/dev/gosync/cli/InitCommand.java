package dev.gosync.cli;

import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync init}. It asks a few questions and writes a configuration. */
final class InitCommand extends Subcommand {
    static final String SOURCE = "--source";
    static final String DESTINATION = "--destination";
    static final String SET = "--set";
    static final String NAME = "--name";

    private static final String USUAL_FILE = "go-sync.yml";

    InitCommand() {
        super(
                "init",
                "Ask a few questions and write a configuration with comments. Never overwrites a file and never asks for a"
                        + " secret.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .paramLabel("FILE")
                        .type(String.class)
                        .description("The file to write: by default " + USUAL_FILE + ".")
                        .build())
                .addOption(text(
                        SOURCE,
                        AdaptersCommand.TYPE,
                        "The adapter type of the source. " + ProgramName.inHelp("adapters") + " lists the types."))
                .addOption(text(DESTINATION, AdaptersCommand.TYPE, "The adapter type of the destination."))
                .addOption(OptionSpec.builder(SET)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel("KEY=VALUE")
                        .description(
                                "A key of a place, for example source.path=people.csv or destination.token=SLACK_TOKEN."
                                        + " The value of a secret is the name of an environment variable. Can be repeated."
                                        + " " + ProgramName.inHelp("adapters TYPE") + " shows the keys.")
                        .build())
                .addOption(text(NAME, "NAME", "The name of the sync: by default team."));
        spec.usageMessage()
                .footer("", "What an option answers is not asked. Without a terminal, options must answer everything.");
    }

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        String file = parsed.matchedPositionalValue(0, USUAL_FILE);
        Path target = target(cli, file);
        InitQuestions questions = new InitQuestions(cli, parsed, folder(target));
        try {
            InitPlace source = questions.source();
            InitPlace destination = questions.destination(source);
            questions.throwFaults();
            String name = questions.name();
            List<String> lines = InitText.lines(file, name, source, destination);
            check(cli, file, target, lines);
            Files.write(target, lines, StandardOpenOption.CREATE_NEW);
            printNext(cli, file, source, destination);
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            cli.context().printMessage("Interrupted. Nothing was written.");
            return ExitCode.INTERRUPTED;
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        }
    }

    private Path target(Cli cli, String file) {
        Path target;
        try {
            target = cli.resolve(file);
        } catch (InvalidPathException e) {
            throw fault(file + " is not a valid path: " + e.getReason());
        }
        if (Files.exists(target)) {
            throw exists(file);
        }
        if (!Files.isDirectory(folder(target).toAbsolutePath())) {
            throw fault("there is no folder " + target.getParent() + "; create it first");
        }
        return target;
    }

    private static Path folder(Path target) {
        return Objects.requireNonNullElse(target.getParent(), Path.of(""));
    }

    private ConfigurationException exists(String file) {
        return fault(file + " exists already, and init never overwrites a file; name another file: "
                + ProgramName.with("init FILE"));
    }

    private ConfigurationException fault(String problem) {
        return new ConfigurationException(List.of(Fault.of(name(), problem)));
    }

    /** Checks the whole configuration, for example that the source is not the destination. */
    private static void check(Cli cli, String file, Path target, List<String> lines) {
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        ConfigurationReader.of(cli.adapters())
                .variables(cli.context().environment())
                .offline()
                .read(new ByteArrayInputStream(content), file, folder(target))
                .close();
    }

    private static void printNext(Cli cli, String file, InitPlace source, InitPlace destination) {
        if (cli.verbosity() == Cli.Verbosity.QUIET) {
            return;
        }
        TextOutput out = TextOutput.of(cli);
        out.text("Created " + WholeText.of(file) + ". What to do next:");
        Set<String> how = new LinkedHashSet<>();
        for (InitPlace place : List.of(source, destination)) {
            how.addAll(VariableHelp.lines(
                    place.provider(),
                    place.values(),
                    cli.context().environment().keySet()));
        }
        how.forEach(line -> out.text("  - " + line));
        String shown = NextCommand.quoted(file);
        out.text("  - " + WholeText.of(ProgramName.with("doctor " + shown))
                + " tries the credentials. It changes nothing.");
        out.text("  - " + WholeText.of(ProgramName.with("plan " + shown)) + " shows the changes without making them.");
        out.text("  - " + WholeText.of(ProgramName.with("apply " + shown)) + " asks for confirmation and makes them.");
    }
}
