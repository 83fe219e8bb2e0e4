package dev.gosync.cli;

import dev.gosync.Guard;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.SyncGroup;
import dev.gosync.SyncListener;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.config.ConfiguredSync;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans and applies the syncs of a configuration, one after the other. It runs once. */
final class Runner {
    /** If the user needs longer to answer, the sync is planned again. */
    private static final Duration MAX_ANSWER_TIME = Duration.ofMinutes(1);

    private final ProgramContext context;
    private final RunRequest request;
    private final ResultPrinter printer;
    private final Function<ConfiguredSync, List<SyncListener>> listeners;
    private final GuardMemory memory;
    private final RunProgress progress;
    private final Consumer<Throwable> onFailure;
    private final Map<String, Plans> plansToSave = new LinkedHashMap<>();
    private boolean interrupted;
    private boolean interruptShown;

    Runner(
            ProgramContext context,
            RunRequest request,
            ResultPrinter printer,
            Function<ConfiguredSync, List<SyncListener>> listeners,
            GuardMemory memory,
            RunProgress progress,
            Consumer<Throwable> onFailure) {
        this.context = context;
        this.request = request;
        this.printer = printer;
        this.listeners = listeners;
        this.memory = memory;
        this.progress = progress;
        this.onFailure = onFailure;
    }

    /**
     * Runs the syncs. Those of one batch are all planned before the first of them is applied, so that the guards can count
     * over all of them.
     *
     * @param vanished the syncs that are not there any more, for the result
     */
    RunResult run(List<List<ConfiguredSync>> batches, List<Vanished> vanished) {
        List<SyncResult> results = new ArrayList<>();
        batches.forEach(batch -> runTogether(batch, results));
        return new RunResult(request, results, vanished);
    }

    private void runTogether(List<ConfiguredSync> batch, List<SyncResult> results) {
        Map<ConfiguredSync, SyncResult> ended = new HashMap<>();
        Map<ConfiguredSync, Plans> planned = planTogether(batch, ended);
        for (ConfiguredSync setup : batch) {
            SyncResult result = Optional.ofNullable(ended.get(setup))
                    .or(() -> unlessFailed(setup, () -> Optional.of(confirmedAndApplied(setup, planned))))
                    .orElseThrow();
            interrupted |= result.status() == Status.INTERRUPTED;
            results.add(result);
            print(result);
        }
    }

    /** Prints the result of a sync. */
    void print(SyncResult result) {
        if (interrupted && !interruptShown) {
            interruptShown = true;
            context.leaveInterruptedLine();
        }
        printer.syncFinished(result);
    }

    /** Plans the syncs of a batch, and puts the results of those that could not be planned into the map. */
    Map<ConfiguredSync, Plans> planTogether(List<ConfiguredSync> batch, Map<ConfiguredSync, SyncResult> ended) {
        Map<ConfiguredSync, Plans> planned = new LinkedHashMap<>();
        for (ConfiguredSync setup : batch) {
            interrupted |= clearInterrupt();
            if (interrupted) {
                ended.put(setup, SyncResult.of(setup, Status.NOT_STARTED, List.of()));
                continue;
            }
            unlessFailed(setup, () -> {
                        planned.put(setup, plan(setup));
                        return Optional.empty();
                    })
                    .ifPresent(result -> ended.put(setup, result));
        }
        progress.stop();
        return planned;
    }

    RunRequest request() {
        return request;
    }

    private Plans plan(ConfiguredSync setup) throws InterruptedException {
        SyncGroup group = group(setup);
        progress.start(places(setup));
        try {
            return request.undo().isPresent() ? group.plan(request.undo().get().changes(setup)) : group.plan();
        } finally {
            progress.ended();
        }
    }

    private SyncGroup group(ConfiguredSync setup) {
        List<SyncListener> told = listeners.apply(setup);
        return setup.group((destination, sync) -> {
            Sync result = sync.clock(context.clock());
            for (SyncListener listener : told) {
                result = result.listener(listener);
            }
            return memory.on(setup, destination, result);
        });
    }

    interface Step {
        Optional<SyncResult> run() throws InterruptedException;
    }

    /** {@return what a step returns, or the result of a sync that it could not carry out} */
    Optional<SyncResult> unlessFailed(ConfiguredSync setup, Step step) {
        try {
            return step.run();
        } catch (AdapterException e) {
            onFailure.accept(e);
            return Optional.of(SyncResult.failed(setup, e.failure()));
        } catch (InterruptedException e) {
            interrupted = true;
            return Optional.of(SyncResult.of(setup, Status.INTERRUPTED, List.of()));
        } catch (RuntimeException | Error e) { // for example, no memory is left for this sync; the next may be smaller
            onFailure.accept(e);
            return Optional.of(SyncResult.failed(setup, failure(setup, "plan", TextFormat.message(e))));
        }
    }

    private SyncResult confirmedAndApplied(ConfiguredSync setup, Map<ConfiguredSync, Plans> planned)
            throws InterruptedException {
        if (interrupted || clearInterrupt()) {
            interrupted = true;
            return SyncResult.of(setup, Status.NOT_STARTED, List.of());
        }
        Plans plans = judged(setup, planned);
        if (request.saved().out().isPresent()) {
            plansToSave.put(setup.name(), plans);
        }
        printer.planned(setup, plans);
        while (canApply(plans) && !plans.isEmpty() && request.mustAsk()) {
            Instant asked = context.clock().instant();
            if (!isConfirmed(setup)) {
                return SyncResult.of(setup, Status.DECLINED, plans.reports());
            }
            if (Duration.between(asked, context.clock().instant()).compareTo(MAX_ANSWER_TIME) <= 0) {
                break;
            }
            Plans shown = plans;
            plans = plannedAgain(setup, planned);
            if (!plans.isRefused() && plans.makesSameChangesAs(shown)) {
                break;
            }
            context.printMessage("The answer took longer than a minute, and the plan has changed:");
            printer.planned(setup, plans);
        }
        return appliedIfPossible(setup, plans);
    }

    private SyncResult appliedIfPossible(ConfiguredSync setup, Plans plans) {
        return canApply(plans) ? apply(setup, plans) : SyncResult.of(setup, statusOf(plans), plans.reports());
    }

    /** Applies plans that need no confirmation. */
    SyncResult appliedUnlessInterrupted(ConfiguredSync setup, Plans plans) {
        if (interrupted || clearInterrupt()) {
            interrupted = true;
            return SyncResult.of(setup, Status.NOT_STARTED, List.of());
        }
        SyncResult result = appliedIfPossible(setup, plans);
        interrupted |= result.status() == Status.INTERRUPTED;
        return result;
    }

    /** Plans one sync of a batch again. */
    Plans plannedAgain(ConfiguredSync setup, Map<ConfiguredSync, Plans> planned) throws InterruptedException {
        try {
            planned.put(setup, plan(setup));
        } finally {
            progress.stop();
        }
        return judged(setup, planned);
    }

    /** {@return the plans of each sync that was planned, by its name, if they are to be saved} */
    Map<String, Plans> plansToSave() {
        return plansToSave;
    }

    /** The plans of one sync, judged together with those of its batch and with the overrides of this run. */
    Plans judged(ConfiguredSync setup, Map<ConfiguredSync, Plans> planned) {
        List<ConfiguredSync> batch = List.copyOf(planned.keySet());
        Plans plans = Plans.judgedTogether(List.copyOf(planned.values())).get(batch.indexOf(setup));
        return overridden(plans);
    }

    /** {@return plans judged again with the overrides of this run} */
    Plans overridden(Plans plans) {
        return request.overrides().isEmpty() ? plans : plans.judgedWith(this::overridesFor);
    }

    /** The overrides of the guards that refuse this plan. Guards that accept the plan keep their configured limits. */
    private List<Guard> overridesFor(Plan plan) {
        Set<String> refusing = plan.objections().stream().map(Objection::option).collect(Collectors.toSet());
        return request.overrides().stream()
                .filter(override -> refusing.contains(override.option().key())
                        && !override.option().needsJournal()) // the memory has those already
                .map(GuardOverride::guard)
                .toList();
    }

    /** Whether there is anything to apply. Things that cannot be added need no write, but they get their outcomes. */
    boolean canApply(Plans plans) {
        return request.writes()
                && !request.dryRun()
                && !plans.isRefused()
                && plans.plans().stream()
                        .anyMatch(plan -> !plan.isEmpty() || !plan.cannotAdd().isEmpty());
    }

    static Status statusOf(Plans plans) {
        if (plans.isRefused()) {
            return Status.REFUSED;
        }
        if (!plans.isComplete()) {
            return Status.FAILED;
        }
        return plans.isEmpty() ? Status.NOTHING_TO_DO : Status.PLANNED;
    }

    private boolean isConfirmed(ConfiguredSync setup) throws InterruptedException {
        context.out().flush();
        synchronized (context.err()) {
            context.err().print("Apply this plan to " + InvisibleCharacters.shownIn(setup.name()) + "? [y/N] ");
            context.err().flush();
        }
        Optional<String> line = context.terminal().readLine();
        if (line.isEmpty()) { // Ctrl-D
            context.leaveInterruptedLine();
        }
        String answer = line.orElse("").strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    /** {@return the source, then the destinations in the order of the configuration} */
    private static List<String> places(ConfiguredSync setup) {
        return Stream.concat(
                        Stream.of(setup.source().name()),
                        setup.destinations().stream()
                                .map(destination -> destination.place().name()))
                .distinct()
                .toList();
    }

    private SyncResult apply(ConfiguredSync setup, Plans plans) {
        progress.start(places(setup));
        try {
            List<Report> reports = plans.apply();
            return SyncResult.of(setup, plans.isEmpty() ? Status.NOTHING_TO_DO : Status.DONE, reports);
        } catch (PlanRejectedException e) {
            // The guards accepted the plan when it was made, so the plan has become too old since then.
            String objections = e.objections().stream().map(Objection::toString).collect(Collectors.joining(" "));
            return SyncResult.refused(setup, failure(setup, "apply", objections), plans.reports());
        } catch (SyncException e) {
            onFailure.accept(e);
            if (e.interrupted()) {
                clearInterrupt();
                return SyncResult.of(setup, Status.INTERRUPTED, e.reports());
            }
            return SyncResult.of(setup, Status.FAILED, e.reports());
        } finally {
            progress.stop();
        }
    }

    private static Failure failure(ConfiguredSync setup, String operation, String problem) {
        return new Failure(Optional.empty(), setup.source().name(), operation, problem, "", Optional.empty());
    }

    /** After an interrupt only the results are left to print. This must not be interrupted again. */
    private static boolean clearInterrupt() {
        return Thread.interrupted();
    }
}
