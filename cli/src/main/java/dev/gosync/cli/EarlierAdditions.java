package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The additions of the syncs so far, by the account of the service that they are made in. If a later destination in the same
 * account does not know a member yet, it may know the member afterwards: a person joins an organization first, and then a
 * team.
 */
final class EarlierAdditions {
    private static final Matching MATCHING = Matching.ignoringCase();

    /**
     * An addition that is planned.
     *
     * @param sync the sync that makes it
     * @param place where
     * @param isDone whether it has been made
     */
    record Addition(ConfiguredSync sync, String place, boolean isDone) {}

    private record Member(String account, String key) {}

    private final List<List<ConfiguredSync>> batches;
    private final Map<Member, Addition> additions = new HashMap<>();
    private final Map<String, Integer> order = new HashMap<>();

    /** @param batches the syncs of the run; those of one batch are all planned before the first of them is applied */
    EarlierAdditions(List<List<ConfiguredSync>> batches) {
        this.batches = batches;
    }

    /** {@return the additions of a run that has ended} */
    static EarlierAdditions of(RunResult run, List<List<ConfiguredSync>> batches) {
        EarlierAdditions all = new EarlierAdditions(batches);
        run.syncs().stream()
                .filter(sync -> sync.status() != Status.REFUSED && sync.status() != Status.DECLINED)
                .forEach(sync -> all.add(sync.setup(), sync.reports()));
        return all;
    }

    /** Adds what a sync will add, or has added. */
    void add(ConfiguredSync sync, List<Report> reports) {
        order.putIfAbsent(sync.name(), order.size());
        for (Report report : reports) {
            Optional<String> account = account(sync.destination(report));
            if (account.isEmpty()) {
                continue;
            }
            boolean isDone = !report.dryRun();
            Addition addition = new Addition(sync, report.destination(), isDone);
            report.outcomes().stream()
                    .filter(outcome ->
                            outcome.action() == Action.ADD && (outcome.state() == Outcome.State.DONE || !isDone))
                    .forEach(outcome ->
                            additions.putIfAbsent(new Member(account.get(), MATCHING.key(outcome.thing())), addition));
        }
    }

    /**
     * Finds the addition that comes before and makes a member known.
     *
     * @param failure why the destination cannot add the member
     */
    Optional<Addition> before(ConfiguredSync sync, ConfiguredDestination destination, String thing, Failure failure) {
        int own = order.getOrDefault(sync.name(), Integer.MAX_VALUE);
        return any(destination, thing, failure)
                .filter(addition -> order.getOrDefault(addition.sync().name(), own) <= own);
    }

    private Optional<Addition> any(ConfiguredDestination destination, String thing, Failure failure) {
        return additions.isEmpty()
                        || failure.kind()
                                .filter(kind -> kind == FailureKind.UNKNOWN_THING)
                                .isEmpty()
                ? Optional.empty()
                : account(destination)
                        .map(account -> additions.get(new Member(account, MATCHING.key(thing))))
                        .filter(addition ->
                                !addition.place().equals(destination.place().name()));
    }

    /**
     * Says which of the members that a destination cannot add will be known to it, and what to do then.
     *
     * @return a sentence or two for each place that adds some of them
     */
    List<String> sentences(RunRequest request, ConfiguredSync sync, ConfiguredDestination destination, Plan plan) {
        Map<Addition, Integer> counts = new LinkedHashMap<>();
        plan.cannotAdd()
                .forEach((thing, failure) -> before(sync, destination, thing, failure)
                        .ifPresent(found -> counts.merge(found, 1, Integer::sum)));
        List<String> sentences = new ArrayList<>();
        counts.forEach((addition, count) -> next(request, sync, addition).ifPresent(next -> {
            boolean isThis = addition.sync().name().equals(sync.name());
            sentences.add((isThis ? "This sync" : "The sync " + addition.sync()) + " adds "
                    + members(count, plan.cannotAdd().size()) + " to " + addition.place() + ". " + next);
        }));
        return sentences;
    }

    private static String members(int count, int all) {
        if (count < all) {
            return count + " of these members";
        }
        return count == 1 ? "this member" : "these " + count + " members";
    }

    /** What to do so that the later sync adds them too; empty if their addition is over, and did not help. */
    private Optional<String> next(RunRequest request, ConfiguredSync sync, Addition addition) {
        if (request.saved().out().isPresent() || request.saved().plan().isPresent()) {
            return Optional.of("A saved plan cannot add them here. After it is applied, plan again.");
        }
        boolean isTogether =
                batches.stream().anyMatch(batch -> contains(batch, sync) && contains(batch, addition.sync()));
        if (isTogether) {
            return Optional.of("Run again afterwards to add them here.");
        }
        return request.mayWrite()
                ? Optional.empty()
                : Optional.of("apply does that first, and then plans this sync again.");
    }

    private static boolean contains(List<ConfiguredSync> batch, ConfiguredSync sync) {
        return batch.stream().anyMatch(each -> each.name().equals(sync.name()));
    }

    private static Optional<String> account(ConfiguredDestination destination) {
        return destination.configured().account();
    }

    /** How many of the outcomes of a run failed only because the member was new to the service, and is there now. */
    static int countAddedSince(List<SyncResult> results, boolean isSavedPlan) {
        EarlierAdditions all = new EarlierAdditions(List.of());
        results.forEach(result -> all.add(result.setup(), result.reports()));
        return (int) results.stream()
                .mapToLong(result -> result.reports().stream()
                        .mapToLong(report -> report.outcomes().stream()
                                .filter(outcome -> all.hasAddedSince(result, report, outcome, isSavedPlan))
                                .count())
                        .sum())
                .sum();
    }

    private boolean hasAddedSince(SyncResult result, Report report, Outcome outcome, boolean isSavedPlan) {
        return outcome.action() == Action.ADD
                && outcome.state() == Outcome.State.FAILED
                && outcome.failure()
                        .flatMap(failure -> any(result.setup().destination(report), outcome.thing(), failure))
                        .filter(addition ->
                                addition.isDone() && (isSavedPlan || isPlannedBefore(result.setup(), addition.sync())))
                        .isPresent();
    }

    /** Whether a sync was planned before another one was applied. If not, the other one's additions did not help. */
    private boolean isPlannedBefore(ConfiguredSync planned, ConfiguredSync applied) {
        return order.getOrDefault(planned.name(), 0) <= order.getOrDefault(applied.name(), 0)
                || (planned.isMadeByForEach() && applied.isMadeByForEach());
    }
}
