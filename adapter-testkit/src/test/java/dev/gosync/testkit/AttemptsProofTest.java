package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Mistakes with what an attempt is, what an answer of one means, and lookups of many that fail. */
final class AttemptsProofTest extends Proof {
    /** Takes a failed lookup for one that found nobody. */
    private static Broken lenientLookup(String name, int above, FailureKind kind) {
        return adapter(
                name,
                "E-12",
                "the failure of a lookup to be " + kind,
                (service, conditions) -> new WiredAdapter(service, conditions) {
                    @Override
                    Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                        try {
                            return super.ids(things);
                        } catch (AdapterException e) {
                            if (e.kind() == kind && things.size() > above) {
                                return Map.of();
                            }
                            throw e;
                        }
                    }

                    @Override
                    public void remove(List<String> things, Outcomes outcomes)
                            throws IOException, InterruptedException {
                        new WiredAdapter(service, conditions).remove(things, outcomes);
                    }
                });
    }

    @Override
    List<Broken> mistakes() {
        return List.of(
                lenientLookup("a lookup of more than five without permission finds nobody", 5, FailureKind.PERMISSION),
                lenientLookup("a lookup of more than 100 without an answer finds nobody", 100, FailureKind.UNAVAILABLE),
                adapter(
                        "a list of members that cannot be read shows that many are gone",
                        "O-6",
                        "of a removal of 10",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.size() <= 5) {
                                    super.remove(things, outcomes);
                                    return;
                                }
                                Set<String> there = new HashSet<>();
                                try {
                                    for (Entry entry : outcomes.prepare(this::entries)) {
                                        there.add(key(entry.person().email()));
                                    }
                                } catch (AdapterException e) {
                                    // as if nobody were there
                                }
                                super.remove(
                                        things.stream()
                                                .filter(thing -> there.contains(key(thing)))
                                                .toList(),
                                        outcomes);
                                things.stream()
                                        .filter(thing -> !there.contains(key(thing)))
                                        .forEach(outcomes::succeeded);
                            }
                        }),
                adapter(
                        "who is a member after a lost answer was one before",
                        "O-8",
                        "one answer was lost",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Bulk bulk = call(
                                        "members.add",
                                        () -> service.add(
                                                secret,
                                                batch.stream().map(ids::get).toList()));
                                mustShow(bulk.shown(), "members.add");
                                for (String thing : batch) {
                                    String error = bulk.errors().getOrDefault(ids.get(thing), "");
                                    if (error.isEmpty()) {
                                        outcomes.succeeded(thing);
                                    } else if (error.equals("already_in")) {
                                        outcomes.alreadyThere(thing);
                                    } else {
                                        outcomes.failed(thing, ofThing(error, thing));
                                    }
                                }
                            }
                        }),
                adapter(
                        "a lookup and a write are one attempt",
                        "T-7",
                        "a read came before it is made again",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                String answer = call("members.remove", () -> {
                                    service.lookup(secret, List.of(thing));
                                    return service.remove(secret, id, false);
                                });
                                mustShow(!answer.isEmpty(), "members.remove");
                                mustGo(answer, thing);
                            }
                        }),
                adapter(
                        "a list is read with attempts of its own within an attempt",
                        "T-4",
                        "while a write is tried again",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Bulk replaced(Collection<String> ids) throws IOException, InterruptedException {
                                Set<String> before = idsOf(read());
                                AtomicBoolean again = new AtomicBoolean();
                                Bulk bulk = retry.call(name(), "members.replace", () -> {
                                    Set<String> list = new LinkedHashSet<>(ids);
                                    if (again.getAndSet(true)) {
                                        Set<String> now = idsOf(entries());
                                        now.removeAll(before);
                                        list.addAll(now);
                                    }
                                    return sent("members.replace", () -> service.replace(secret, list));
                                });
                                mustShow(bulk.shown(), "members.replace");
                                return bulk;
                            }
                        }),
                adapter(
                        "one attempt is enough",
                        "T-3 T-1 T-2 T-4 T-7 T-9 T-10 T-11 T-15 T-16 T-17 T-18 I-2 I-3",
                        "the attempts are those of the Retry of the conditions",
                        (service, conditions) -> new WiredAdapter(
                                service, new Conditions(conditions.retry().attempts(1), conditions.secret()))));
    }
}
