package dev.gosync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options of one {@code plan}, {@code apply} or {@code undo}.
 *
 * @param file the configuration file, as the user named it
 * @param writes whether the command is {@code apply} or {@code undo}
 * @param dryRun whether nothing may be written
 * @param confirmed whether plans are applied without confirmation
 * @param detailedExitCode whether a plan with changes has its own exit code
 * @param overrides the guards to override in this run
 * @param firstRun whether guards may find no earlier run to compare with
 * @param only the names of the selected syncs and destinations; if empty, all are selected
 * @param options the other options that the next command needs too, each with its value, as the user typed them: {@code
 *     --state DIR}
 * @param saved the options about saved plans
 * @param undo what to undo, if the command is {@code undo}
 */
record RunRequest(
        String file,
        boolean writes,
        boolean dryRun,
        boolean confirmed,
        boolean detailedExitCode,
        List<GuardOverride> overrides,
        boolean firstRun,
        List<String> only,
        List<String> options,
        SavedPlanOptions saved,
        Optional<PlannedUndo> undo) {

    RunRequest undoing(PlannedUndo planned) {
        return new RunRequest(
                file,
                writes,
                dryRun,
                confirmed,
                detailedExitCode,
                overrides,
                firstRun,
                only,
                options,
                saved,
                Optional.of(planned));
    }

    /** {@return the same request for the syncs and destinations with these names} */
    RunRequest only(List<String> names) {
        return new RunRequest(
                file, writes, dryRun, confirmed, detailedExitCode, overrides, firstRun, names, options, saved, undo);
    }

    /** {@return what the user allowed for this run; empty if that is nothing} */
    Optional<String> allowed() {
        List<String> allowed =
                new ArrayList<>(overrides.stream().map(GuardOverride::toString).toList());
        if (firstRun) {
            allowed.add("first-run");
        }
        return allowed.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", allowed));
    }

    /** {@return the other options without some, which another command does not have} */
    List<String> options(Set<String> without) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i + 1 < options.size(); i += 2) {
            if (!without.contains(options.get(i))) {
                kept.addAll(options.subList(i, i + 2));
            }
        }
        return kept;
    }

    /** {@return the name of the command} */
    String command() {
        if (undo.isPresent()) {
            return "undo";
        }
        return writes ? "apply" : "plan";
    }

    /** Whether anything may be changed. */
    boolean mayWrite() {
        return writes && !dryRun;
    }

    /** Whether the user must confirm each plan. */
    boolean mustAsk() {
        return writes && !dryRun && !confirmed;
    }
}
