package dev.gosync.google;

import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.Outcomes;
import dev.gosync.google.GoogleGroup.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Adds members to a group. An address that is a member already, but was not listed, may be another address of a listed
 * member. So that member is looked up and remembered for the next read. Threads may share it.
 */
final class Additions {
    private final GroupCalls calls;
    private final GoogleDirectory directory;
    private final GroupOptions options;

    Additions(GroupCalls calls, GoogleDirectory directory, GroupOptions options) {
        this.calls = calls;
        this.directory = directory;
        this.options = options;
    }

    /** When to look up who the existing members are. */
    enum Lookup {
        /** In the batch that adds them. */
        IN_THE_BATCH,
        /** In a batch of their own, if there are any. */
        AFTERWARDS,
        /** Never: the group was not read, so nobody will miss it. */
        NEVER
    }

    void add(List<String> things, Lookup lookup, Outcomes outcomes) throws InterruptedException {
        outcomes.batches(things, Batch.MOST, batch -> addBatch(batch, lookup, outcomes));
    }

    private void addBatch(List<String> batch, Lookup lookup, Outcomes outcomes) throws InterruptedException {
        boolean looking = lookup == Lookup.IN_THE_BATCH;
        ConcurrentMap<String, Verdict> verdicts = new ConcurrentHashMap<>();
        ConcurrentMap<String, Verdict> raised = new ConcurrentHashMap<>();
        Map<String, Member> known = new HashMap<>();
        try {
            calls.insert(batch, looking, verdicts);
            known.putAll(members(verdicts));
            List<String> there =
                    batch.stream().filter(thing -> wasThere(thing, verdicts)).toList();
            if (options.role() != Role.MEMBER) {
                calls.raise(there, known, raised);
            } else if (looking && !GroupCalls.fitsLookups(batch)) {
                calls.findIfPossible(there, known);
            } else if (lookup == Lookup.AFTERWARDS) {
                calls.findIfPossible(
                        there.stream()
                                .filter(thing -> !isRepeated(thing, verdicts))
                                .toList(),
                        known);
            }
        } finally { // report members also if the batch was given up because of others
            raised.replaceAll((thing, verdict) -> verdict.afterRepetition(isRepeated(thing, verdicts)));
            if (options.role() != Role.MEMBER) {
                verdicts.values().removeIf(Verdict::wasThere); // what counts is whether they were raised
            }
            verdicts.putAll(raised);
            known.putAll(members(verdicts));
            known.forEach((thing, member) -> directory.learn(thing, member.getEmail()));
            for (String thing : batch) {
                Verdict verdict = verdicts.get(thing);
                if (verdict != null) {
                    report(thing, verdict.with(Optional.ofNullable(known.get(thing))), looking, outcomes);
                }
            }
        }
    }

    private void report(String thing, Verdict verdict, boolean looking, Outcomes outcomes) {
        Optional<String> unlisted =
                verdict.member().filter(member -> verdict.wasThere()).flatMap(options::leftOutBecause);
        if (verdict.failure().isPresent()) {
            outcomes.failed(thing, verdict.failure().get());
        } else if (!verdict.wasThere() || isOurs(thing, verdict, looking)) {
            outcomes.succeeded(thing);
        } else if (unlisted.isPresent()) {
            outcomes.succeeded(thing, "already there: " + unlisted.get()); // no removal can mean this member
        } else {
            outcomes.alreadyThere(thing);
        }
    }

    /** Whether the member was added by an earlier attempt, whose answer was lost. */
    private static boolean isOurs(String thing, Verdict verdict, boolean looking) {
        return verdict.repeated()
                && verdict.member()
                        .map(member -> GoogleDirectory.key(member.getEmail()).equals(GoogleDirectory.key(thing)))
                        .orElse(!looking);
    }

    private static Map<String, Member> members(Map<String, Verdict> verdicts) {
        Map<String, Member> members = new HashMap<>();
        verdicts.forEach((thing, verdict) -> verdict.member().ifPresent(member -> members.put(thing, member)));
        return members;
    }

    private static boolean isRepeated(String thing, Map<String, Verdict> verdicts) {
        Verdict verdict = verdicts.get(thing);
        return verdict != null && verdict.repeated();
    }

    private static boolean wasThere(String thing, Map<String, Verdict> verdicts) {
        Verdict verdict = verdicts.get(thing);
        return verdict != null && verdict.wasThere();
    }
}
