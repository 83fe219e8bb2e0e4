package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Refusal;
import java.io.IOException;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Mistakes in changing, and in saying what happened. */
final class ChangesProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return Stream.of(changes(), outcomes()).flatMap(List::stream).toList();
    }

    // --- C: changes

    private static List<Broken> changes() {
        return List.of(
                adapter(
                        "a change with additions forgets its removals",
                        "C-1 C-2 C-5 C-6 C-7 C-8 C-10 O-3 O-6 O-7 E-10 E-13 T-9 T-15 I-6",
                        "2 too many",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void change(Change change, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (change.additions().isEmpty()) {
                                    super.change(change, outcomes);
                                } else {
                                    change.removals().forEach(outcomes::succeeded);
                                    super.change(new Change(change.additions(), List.of(), change.mode()), outcomes);
                                }
                            }
                        }),
                adapter(
                        "removals always come first",
                        "C-2 C-3 C-10 O-7",
                        "the addition to come before the removal",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void change(Change change, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (change.mode() != Mode.ADD_REMOVE) {
                                    super.change(change, outcomes);
                                    return;
                                }
                                Map<String, String> going = ids(change.removals());
                                Map<String, String> coming = ids(change.additions());
                                going.values().removeAll(coming.values());
                                for (String id : going.values()) {
                                    call("members.remove", () -> service.remove(secret, id, false));
                                }
                                change.removals().forEach(outcomes::succeeded);
                                addBatch(known(change.additions(), coming, outcomes), coming, outcomes);
                            }
                        }),
                adapter(
                        "one call is two writes",
                        "C-3 C-5 C-13 O-6",
                        "half of it",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            boolean replace(
                                    Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Set<String> both = base();
                                if (change.mode() == Mode.ADD_REMOVE && !both.containsAll(wanted)) {
                                    boolean removing = !wanted.containsAll(both);
                                    both.addAll(wanted);
                                    if (removing) {
                                        super.replace(change, ids, both, outcomes);
                                    }
                                }
                                return super.replace(change, ids, wanted, outcomes);
                            }
                        }),
                adapter(
                        "one member under two spellings is removed",
                        "C-4",
                        "ADD_REMOVE",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Matching matching() {
                                return Matching.exact();
                            }
                        }),
                adapter(
                        "a refused member spoils the list",
                        "C-5 C-10",
                        "ended as FAILED",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            boolean replace(
                                    Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (change.removals().isEmpty()) {
                                    return super.replace(change, ids, wanted, outcomes);
                                }
                                Bulk bulk = replaced(wanted);
                                if (!bulk.errors().isEmpty()) {
                                    throw ofThing("forbidden_person", "somebody");
                                }
                                return false;
                            }
                        }),
                adapter(
                        "whom the list was refused for is not judged again",
                        "C-10",
                        "1 missing",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            boolean replace(
                                    Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Change inOne = change.mode() == Mode.ADD_REMOVE
                                        ? new Change(change.additions(), change.removals(), Mode.REMOVE_ADD)
                                        : change;
                                return super.replace(inOne, ids, wanted, outcomes);
                            }
                        }),
                adapter(
                        "a change of both halves drops members without e-mail",
                        "C-6",
                        "there are 0",
                        (service, conditions) -> new DroppingAdapter(
                                service, conditions, DroppingAdapter::doesBoth, DroppingAdapter::isNameless)),
                adapter(
                        "a change of both halves drops the owners",
                        "C-7 E-13",
                        "2 missing",
                        (service, conditions) ->
                                new DroppingAdapter(service, conditions, DroppingAdapter::doesBoth, Entry::owner)),
                adapter(
                        "the list is kept up to date from what was read once",
                        "C-8 C-10 C-13 T-15",
                        "2 missing",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            private Set<String> kept;

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                List<Entry> entries = super.entries();
                                kept = new LinkedHashSet<>();
                                entries.forEach(entry -> kept.add(entry.person().id()));
                                return entries;
                            }

                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                if (kept == null) {
                                    entries();
                                }
                                return kept;
                            }
                        }),
                // Go: for Opsgenie, an addition after a removal writes the old list back and restores the removed.
                adapter(
                        "an addition writes back what was read once",
                        "C-9 A-5 R-5 C-5 C-8 C-13 O-3 T-15",
                        "1 too many",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            private Set<String> kept;

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                List<Entry> entries = super.entries();
                                kept = new LinkedHashSet<>();
                                entries.forEach(entry -> kept.add(entry.person().id()));
                                return entries;
                            }

                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                if (kept == null) {
                                    entries();
                                }
                                return new LinkedHashSet<>(kept);
                            }
                        }));
    }

    // --- O: outcomes

    private static List<Broken> outcomes() {
        return List.of(
                adapter(
                        "success is said twice",
                        "O-1 A-2 A-3 A-5 A-8 A-9 A-10 C-1 C-2 C-5 C-6 C-7 C-8 C-9 O-2 O-5 O-7 E-10 E-13 T-2 T-9 T-15 T-16 I-3 I-6 I-7 A-1 A-11 C-11 R-12 O-6 E-12 C-14 T-7",
                        "reported twice",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                super.addBatch(batch, ids, outcomes);
                                outcomes.succeeded(batch.get(0));
                            }
                        }),
                adapter(
                        "outcomes are for somebody else",
                        "O-1 R-1 R-2 R-3 R-5 R-6 R-7 R-8 R-9 R-10 R-11 C-1 C-2 C-5 C-6 C-7 C-8 C-9 O-2 O-5 O-7 E-10 E-13 T-2 T-9 T-15 T-16 T-18 I-6 R-13 C-13 C-11 R-12 O-6 E-12 T-7",
                        "was not asked for",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) {
                                throw new IllegalStateException("replaced below");
                            }

                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                outcomes.each(known(things, ids, outcomes), thing -> {
                                    call("members.remove", () -> service.remove(secret, ids.get(thing), false));
                                    outcomes.succeeded(ids.get(thing));
                                });
                            }
                        }),
                adapter(
                        "outcomes are in lower case",
                        "O-2 A-8 A-7 E-4 C-5 C-10 O-7",
                        "was not asked for",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                call(
                                        "members.add",
                                        () -> service.add(
                                                secret,
                                                batch.stream().map(ids::get).toList()));
                                batch.forEach(thing -> outcomes.succeeded(key(thing)));
                            }
                        }),
                adapter(
                        "a write that failed is passed over",
                        "O-3 O-4 O-5 O-6 E-2 E-6",
                        "is said to be added and is not there",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                try {
                                    super.addBatch(batch, ids, outcomes);
                                } catch (AdapterException e) {
                                    if (e.kind() != FailureKind.PERMISSION) {
                                        throw e;
                                    }
                                }
                            }
                        }),
                adapter(
                        "an unknown person counts as added, where removals come after the additions",
                        "O-3 C-10",
                        "DONE only where the service shows it",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private Mode mode = Mode.ADD_ONLY;

                            @Override
                            public void change(Change change, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                mode = change.mode();
                                super.change(change, outcomes);
                            }

                            @Override
                            List<String> known(List<String> things, Map<String, String> ids, Outcomes outcomes) {
                                if (mode != Mode.ADD_REMOVE) {
                                    return super.known(things, ids, outcomes);
                                }
                                things.stream()
                                        .filter(thing -> !ids.containsKey(thing))
                                        .forEach(outcomes::succeeded);
                                return things.stream().filter(ids::containsKey).toList();
                            }
                        }),
                adapter(
                        "a lost answer is taken for a refusal",
                        "O-3",
                        "FAILED only where nothing changed",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                try {
                                    return super.sent(operation, wire);
                                } catch (SocketException e) {
                                    if (e.getClass() == SocketException.class) {
                                        throw translated(operation, new Refusal("unavailable", Optional.empty()));
                                    }
                                    throw e;
                                }
                            }
                        }),
                // Go: the first failure ends the run and hides what was already done.
                adapter(
                        "a loop of its own, which the first failure ends",
                        "O-4 O-5",
                        "NOT_KNOWN",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> ids = ids(things);
                                for (String thing : things) {
                                    if (!ids.containsKey(thing)) {
                                        continue;
                                    }
                                    removeOne(thing, ids.get(thing));
                                }
                            }
                        }),
                adapter(
                        "a loop of its own, which no failure ends",
                        "O-5",
                        "no write after write number 2",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                for (String thing : known(things, ids, outcomes)) {
                                    try {
                                        removeOne(thing, ids.get(thing));
                                        outcomes.succeeded(thing);
                                    } catch (AdapterException e) {
                                        outcomes.failed(thing, e);
                                    }
                                }
                            }
                        }));
    }
}
