package dev.gosync.cli;

import dev.gosync.adapter.GoSyncException;
import dev.gosync.journal.Run;
import dev.gosync.journal.SavedPlanException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A saved plan is refused, and the user can be told which commands help. */
final class RefusedPlanException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A command that helps.
     *
     * @param sentence what it is for; ends with a colon
     */
    record Help(String sentence, String command) {}

    private final transient List<Help> help;

    private RefusedPlanException(SavedPlanException cause, List<Help> help) {
        super(TextFormat.message(cause), cause);
        this.help = List.copyOf(help);
    }

    static RefusedPlanException of(SavedPlanException refused, RunRequest request) {
        List<Help> help = new ArrayList<>();
        NextCommand commands = new NextCommand(request, 0);
        Optional<Run> run = refused.appliedBy();
        run.ifPresent(applied -> help.add(new Help("To see what that run did:", commands.ofHistory(applied.id()))));
        help.add(new Help("To plan again:", commands.ofNewPlan()));
        return new RefusedPlanException(refused, help);
    }

    List<Help> help() {
        return help;
    }
}
