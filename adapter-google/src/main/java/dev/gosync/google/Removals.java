package dev.gosync.google;

import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Removes members from a group by their ids, because Google does not find some members by their addresses. If Google does
 * not find a member, the group is read: only a member who is not listed any more is gone. Threads may share it.
 */
final class Removals {
    /**
     * A member that was read less than a minute ago may be removed without looking again: long enough for a sync, too short
     * for a plan that a person reviews.
     */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** The one key of {@link #readings}. */
    private static final String LAST = "last";

    /**
     * What a read of the group found.
     *
     * @param at when it began
     * @param ids the id of each member that could be removed, by its address; the address if Google told no id
     */
    private record Reading(Instant at, Map<String, String> ids) {}

    private final GroupCalls calls;
    private final GroupOptions options;
    private final String place;
    private final Clock clock;
    private final ExpiringMap<String, Reading> readings;

    Removals(GroupCalls calls, GroupOptions options, String place, Clock clock, Duration age) {
        this.calls = calls;
        this.options = options;
        this.place = place;
        this.clock = clock;
        this.readings = new ExpiringMap<>(age, clock);
    }

    /** Remembers the members of a read that could be removed: their ids, by address. */
    void remember(Instant at, Map<String, String> ids) {
        readings.put(LAST, new Reading(at, ids));
    }

    /** Whether the group was read, and not too long ago. */
    boolean isRead() {
        return readings.get(LAST).isPresent();
    }

    /** Removes members. Those that were not listed in the last minute are looked up first. */
    void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        Instant oldest = clock.instant().minus(FRESH);
        Optional<Reading> reading = readings.get(LAST);
        Map<String, String> keys = new HashMap<>();
        things.forEach(thing -> keys.put(
                thing, reading.map(last -> last.ids.getOrDefault(thing, thing)).orElse(thing)));
        List<String> unsure = things.stream()
                .filter(thing -> reading.filter(last -> !last.at.isBefore(oldest) && last.ids.containsKey(thing))
                        .isEmpty())
                .toList();
        Map<String, Member> found = outcomes.prepare(() -> lookedUp(unsure, keys));
        Map<String, String> leaving = new LinkedHashMap<>(keys);
        for (String thing : unsure) {
            leaving.remove(thing);
            leaver(thing, found.get(thing), keys, outcomes)
                    .ifPresent(
                            member -> leaving.put(thing, GroupCalls.id(member).orElse(thing)));
        }
        outcomes.batches(things.stream().filter(leaving::containsKey).toList(), Batch.MOST, batch -> {
            Map<String, AdapterException> missing = delete(batch, leaving, outcomes);
            if (!missing.isEmpty()) {
                deleteListed(missing.keySet().stream().toList(), leaving, outcomes);
            }
        });
    }

    /** Looks up members, in batches. Google finds some by their ids alone, so missing ones are looked for in the group. */
    private Map<String, Member> lookedUp(List<String> things, Map<String, String> keys) throws InterruptedException {
        Map<String, Member> found = calls.find(things, keys);
        List<String> missing = things.stream()
                .filter(thing -> !isMeant(thing, found.get(thing), keys))
                .toList();
        if (!missing.isEmpty()) {
            Listed listed = new Listed(calls.list());
            missing.forEach(thing -> listed.find(thing, keys).ifPresent(member -> found.put(thing, member)));
        }
        return found;
    }

    /** Whether a member has the id by which it was looked up, or still has the address under which it was listed. */
    private static boolean isMeant(String thing, @Nullable Member member, Map<String, String> keys) {
        return member != null
                && (key(member.getEmail()).equals(key(thing))
                        || GroupCalls.id(member).equals(Optional.ofNullable(keys.get(thing))));
    }

    /** Returns a member that was looked up if it must be removed. Otherwise this reports the outcome. */
    private Optional<Member> leaver(
            String thing, @Nullable Member member, Map<String, String> keys, Outcomes outcomes) {
        if (member == null || options.isLower(member)) {
            outcomes.succeeded(thing); // not in this place
            return Optional.empty();
        }
        Optional<String> kept = options.leftOutBecause(member).or(() -> options.keptBecause(member));
        if (kept.isPresent()) {
            outcomes.failed(
                    thing,
                    refused(
                            thing + " is " + kept.get() + ", and stays",
                            "Remove this member by hand, or set role or member-types so that this place includes it."));
            return Optional.empty();
        }
        if (!isMeant(thing, member, keys)) {
            outcomes.failed(
                    thing,
                    refused(
                            thing + " is another address of " + member.getEmail() + ", which is listed now, and stays",
                            "Run again: the plan may want to keep or remove " + member.getEmail() + "."));
            return Optional.empty();
        }
        return Optional.of(member);
    }

    private AdapterException refused(String problem, String remedy) {
        return AdapterException.of(FailureKind.REFUSED_THING, place, GroupCalls.DELETE, problem)
                .remedy(remedy)
                .build();
    }

    /**
     * Removes members and reports the outcomes, except of members that Google did not find.
     *
     * @return those members, and Google's refusal
     */
    private Map<String, AdapterException> delete(List<String> things, Map<String, String> keys, Outcomes outcomes)
            throws InterruptedException {
        ConcurrentMap<String, Verdict> deleted = new ConcurrentHashMap<>();
        Map<String, AdapterException> missing = new LinkedHashMap<>();
        try {
            calls.delete(things, keys, deleted);
        } finally { // report members also if the batch was given up because of others
            for (String thing : things) {
                Verdict verdict = deleted.get(thing);
                if (verdict == null) {
                    continue;
                }
                AdapterException failure = verdict.failure().orElse(null);
                if (failure == null) {
                    outcomes.succeeded(thing);
                } else if (failure.kind().concernsOneThing()) {
                    missing.put(thing, failure);
                } else {
                    outcomes.failed(thing, failure);
                }
            }
        }
        return missing;
    }

    /** Reads the group again, and removes in another way the members that it still lists. */
    private void deleteListed(List<String> missing, Map<String, String> tried, Outcomes outcomes)
            throws InterruptedException {
        Listed listed;
        try {
            listed = new Listed(calls.list());
        } catch (AdapterException e) {
            AdapterException notSeen = e.toBuilder().answerLost().build();
            missing.forEach(thing -> outcomes.failed(thing, notSeen));
            return;
        }
        Map<String, String> others = new LinkedHashMap<>();
        for (String thing : missing) {
            leaver(thing, listed.find(thing, tried).orElse(null), tried, outcomes)
                    .ifPresent(member -> others.put(
                            thing,
                            GroupCalls.id(member)
                                    .filter(id -> !id.equals(tried.get(thing)))
                                    .orElseGet(member::getEmail)));
        }
        if (!others.isEmpty()) {
            delete(List.copyOf(others.keySet()), others, outcomes)
                    .forEach((thing, refusal) -> outcomes.failed(thing, GoogleFailures.stillListed(thing, refusal)));
        }
    }

    /** The members that the group lists, by id and by address. */
    private static final class Listed {
        private final Map<String, Member> byId = new HashMap<>();
        private final Map<String, Member> byAddress = new HashMap<>();

        Listed(List<Member> members) {
            for (Member member : members) {
                GroupCalls.id(member).ifPresent(id -> byId.putIfAbsent(id, member));
                GroupCalls.text(member.getEmail()).ifPresent(email -> byAddress.putIfAbsent(key(email), member));
            }
        }

        /** Finds a member by the id that is known of it, or by its address. */
        Optional<Member> find(String thing, Map<String, String> keys) {
            return Optional.ofNullable(byId.get(keys.getOrDefault(thing, thing)))
                    .or(() -> Optional.ofNullable(byAddress.get(key(thing))));
        }
    }

    private static String key(String address) {
        return Mailboxes.MATCHING.key(address);
    }
}
