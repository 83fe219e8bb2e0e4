package dev.gosync.cli;

import dev.gosync.cli.Subcommand.Format;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
import dev.gosync.journal.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one {@code plan}, {@code apply} or {@code undo} works with.
 *
 * @param printer prints its plans and its results
 */
record RunSession(Cli cli, RunRequest request, RunJournal journal, GuardMemory memory, ResultPrinter printer) {
    /**
     * Begins a session.
     *
     * @param batches the syncs to plan
     */
    static RunSession of(
            Cli cli,
            View view,
            RunRequest request,
            List<List<ConfiguredSync>> batches,
            RunJournal journal,
            GuardMemory memory) {
        return new RunSession(cli, request, journal, memory, printer(cli, view, request, batches, journal));
    }

    private static ResultPrinter printer(
            Cli cli, View view, RunRequest request, List<List<ConfiguredSync>> batches, RunJournal journal) {
        ProgramContext context = cli.context();
        boolean isText = view.format() == Format.TEXT;
        // A user who must confirm a plan must see it, even with --quiet.
        boolean isQuiet = cli.verbosity() == Cli.Verbosity.QUIET && !request.mustAsk();
        TextOutput text = new TextOutput(isText ? context.out() : context.err(), cli.screen(), view.all());
        NextCommand commands =
                new NextCommand(request, batches.stream().mapToInt(List::size).sum());
        ResultPrinter printer = new TextPrinter(
                text,
                isQuiet,
                request,
                commands,
                new EarlierAdditions(batches),
                journal.id().isPresent());
        if (isText) {
            return printer;
        }
        Optional<ResultPrinter> asked = request.mustAsk() ? Optional.of(printer) : Optional.empty();
        return new DocumentAtEnd(
                view.format() == Format.JSON
                        ? new JsonPrinter(context.out())::run
                        : new MarkdownPrinter(context.out(), commands, batches)::run,
                asked);
    }

    /** {@return what plans and applies} */
    Runner runner() {
        return new Runner(
                cli.context(),
                request,
                printer,
                sync -> List.of(cli.listener(), journal.listener(sync)),
                memory.before(journal.id()),
                cli.progress(),
                cli::debug);
    }

    /**
     * Ends the journal, prints the result, and tells the webhook.
     *
     * @return the exit code
     */
    int end(RunResult done, Duration keep) {
        RunResult result = journal.end(done, keep);
        printer.runFinished(result);
        cli.notifier().runFinished(result);
        return result.exitCode();
    }

    /** {@return what the journal says about the run} */
    static RunInfo info(String command, Path file) {
        return RunInfo.of(command, configuration(file)).from(file);
    }

    /** {@return the name of a configuration in the journal} */
    static String configuration(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Checks that the user can be asked.
     *
     * @param instead what shows the plan without asking
     * @throws ConfigurationException if there is no terminal
     */
    static void checkTerminal(Cli cli, RunRequest request, String command, String instead) {
        if (request.mustAsk() && !cli.context().terminal().isInteractive()) {
            throw new ConfigurationException(List.of(Fault.of(
                    command,
                    "there is no terminal to ask for confirmation; add --yes to apply without confirmation, or use "
                            + instead)));
        }
    }
}
