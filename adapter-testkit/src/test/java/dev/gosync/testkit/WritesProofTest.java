package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;
import static dev.gosync.testkit.Broken.harness;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Refusal;
import dev.gosync.testkit.WiredService.Side;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Mistakes in adding and removing. */
final class WritesProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return Stream.of(additions(), removals()).flatMap(List::stream).toList();
    }

    // --- A: additions

    /** Looks people up under another name than asked for. */
    private abstract static class Looking extends WiredAdapter {
        Looking(WiredService service, Conditions conditions) {
            super(service, conditions);
        }

        abstract String asked(String thing);

        @Override
        Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
            Map<String, String> ids = new LinkedHashMap<>();
            Map<String, String> found =
                    super.ids(things.stream().map(this::asked).distinct().toList());
            things.forEach(thing -> Optional.ofNullable(found.get(asked(thing))).ifPresent(id -> ids.put(thing, id)));
            return ids;
        }
    }

    /** A service whose members are names: letters, digits, hyphens and colons. */
    private static class Names extends Side {
        Names(Adapters adapters) {
            super(adapters);
        }

        @Override
        public String thing(int number) {
            return "name-%04d".formatted(number);
        }

        @Override
        public List<String> oddThings() {
            return List.of("team:ops", "0", "n".repeat(90));
        }

        @Override
        public void introduce(Collection<String> things) {
            legal(things);
            super.introduce(things);
        }

        @Override
        public void seed(Collection<String> things) {
            legal(things);
            super.seed(things);
        }

        private static void legal(Collection<String> things) {
            if (!things.stream().allMatch(thing -> thing.matches("[A-Za-z0-9:-]+"))) {
                throw new IllegalArgumentException("Such a name cannot be");
            }
        }
    }

    private static List<Broken> additions() {
        return List.of(
                adapter(
                        "additions are said to be done and are not",
                        "A-1 A-2 A-3 A-9 A-10 C-1 C-2 C-6 C-7 C-9 A-5 C-8 A-7 O-3 O-4 E-3 E-2 E-4 C-5 C-10 E-6 E-10 E-11 E-13 T-2 T-6 O-5 T-8 T-9 T-10 T-11 T-16 T-17 T-18 I-7 T-13 T-15 I-3 I-6 S-3 O-7 A-6 A-11 R-12 O-6 T-4",
                        "2 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes) {
                                things.forEach(outcomes::succeeded);
                            }
                        }),
                // Go: 409 is a failure for Google.
                adapter(
                        "who is there already is a failure",
                        "A-2 A-8 A-10 C-11 O-6 O-7 T-9 T-11 T-15 T-18",
                        "to be done",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Bulk bulk = call(
                                        "members.add",
                                        () -> service.add(
                                                secret,
                                                batch.stream().map(ids::get).toList()));
                                for (String thing : batch) {
                                    String error = bulk.errors().get(ids.get(thing));
                                    if (error == null) {
                                        outcomes.succeeded(thing);
                                    } else {
                                        outcomes.failed(thing, ofThing("forbidden_person", thing));
                                    }
                                }
                            }
                        }),
                adapter(
                        "the list is written from what get gave, or from nothing",
                        "A-3 A-5 A-7 R-3 R-5 R-7 C-3 C-5 C-8 C-9 C-10 E-4 E-13 T-9 T-11 T-15 T-18 C-13 R-12 O-6",
                        "120 missing",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            private List<Entry> last = List.of();

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                last = super.entries();
                                return last;
                            }

                            @Override
                            Set<String> base() {
                                Set<String> base = new LinkedHashSet<>();
                                last.forEach(entry -> base.add(entry.person().id()));
                                return base;
                            }
                        }),
                adapter(
                        "an empty addition asks for nobody",
                        "A-4",
                        "there were 1",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    ids(things);
                                }
                                super.add(things, outcomes);
                            }
                        }),
                // Go: an empty list removes everyone.
                adapter(
                        "an empty addition empties the place",
                        "A-4",
                        "after nothing was asked for",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    call("members.replace", () -> service.replace(secret, List.of()));
                                }
                                super.add(things, outcomes);
                            }
                        }),
                // Go: all invitations to a Slack conversation in one call.
                adapter(
                        "all additions in one call",
                        "A-5 O-5 I-3 E-12",
                        "invalid_request",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (!things.isEmpty()) {
                                    Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                    outcomes.attempt(
                                            known(things, ids, outcomes), batch -> addBatch(batch, ids, outcomes));
                                }
                            }
                        }),
                adapter(
                        "the first 100 are added and all are said to be",
                        "A-5 O-3",
                        "350 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                super.add(things.subList(0, Math.min(things.size(), 100)), outcomes);
                                things.stream().skip(100).forEach(outcomes::succeeded);
                            }
                        }),
                // Go: a muted error returns at once and skips the rest.
                adapter(
                        "an unknown person ends the addition",
                        "A-6 E-4 C-10",
                        "NOT_KNOWN",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                if (known(things, ids, outcomes).size() == things.size()) {
                                    super.add(things, outcomes);
                                }
                            }
                        }),
                // Go: filters are built by pasting an e-mail into a query; an apostrophe breaks it...
                adapter(
                        "an apostrophe breaks the query",
                        "A-7 R-7",
                        "o'brien@example.com",
                        (service, conditions) -> new Looking(service, conditions) {
                            @Override
                            String asked(String thing) {
                                return thing.replace("'", "''");
                            }
                        }),
                // Go: ... or widens it.
                adapter(
                        "an apostrophe ends the query",
                        "A-7 R-7",
                        "missing (o'brien@example.com)",
                        (service, conditions) -> new Looking(service, conditions) {
                            @Override
                            String asked(String thing) {
                                return thing.replaceAll("'[^@]*", "");
                            }
                        }),
                adapter(
                        "a plus becomes a space",
                        "A-7 R-7 R-12",
                        "plus+tag@example.com",
                        (service, conditions) -> new Looking(service, conditions) {
                            @Override
                            String asked(String thing) {
                                return thing.replace('+', ' ');
                            }
                        }),
                harness(
                                "a name is cut at a colon",
                                "A-7 R-7",
                                "team:ops",
                                () -> new Names((service, conditions) -> new Looking(service, conditions) {
                                    @Override
                                    String asked(String thing) {
                                        return thing.replaceAll(":.*", "");
                                    }
                                }))
                        .declaring(Limitation.RESTRICTED_ALPHABET),
                harness(
                                "an odd name is not legal",
                                "G-7 A-7 R-7",
                                "'a_b' to be seeded",
                                () -> new Names(WiredAdapter::new) {
                                    @Override
                                    public List<String> oddThings() {
                                        return List.of("a_b");
                                    }
                                })
                        .declaring(Limitation.RESTRICTED_ALPHABET),
                adapter(
                        "64 characters are too many",
                        "A-7 R-7",
                        "missing (llll",
                        (service, conditions) -> new Looking(service, conditions) {
                            @Override
                            String asked(String thing) {
                                int at = thing.indexOf('@');
                                return at > 63 ? thing.substring(0, 63) + thing.substring(at) : thing;
                            }
                        }),
                adapter(
                        "answers are matched by exact spelling",
                        "A-8 A-7 R-8 R-7",
                        "1 done, 1 failed",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                Map<String, String> ids = super.ids(things);
                                ids.keySet().removeIf(thing -> !thing.equals(thing.toLowerCase(Locale.ROOT)));
                                return ids;
                            }
                        }),
                // Go: a user group's members without an e-mail fall together under one empty key and are lost.
                adapter(
                        "members without e-mail fall together",
                        "A-9 R-9 C-6",
                        "there are 1",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                Map<String, String> byEmail = new LinkedHashMap<>();
                                entries()
                                        .forEach(entry -> byEmail.put(
                                                entry.person().email(),
                                                entry.person().id()));
                                return new LinkedHashSet<>(byEmail.values());
                            }
                        }),
                // Go: participants of an Opsgenie rotation that are no users are dropped.
                adapter(
                        "members without e-mail are dropped",
                        "A-9 R-9 C-6",
                        "there are 0",
                        (service, conditions) ->
                                new DroppingAdapter(service, conditions, change -> true, DroppingAdapter::isNameless)),
                adapter(
                        "an addition drops members without e-mail",
                        "A-9",
                        "there are 0",
                        (service, conditions) -> new DroppingAdapter(
                                service, conditions, DroppingAdapter::onlyAdds, DroppingAdapter::isNameless)),
                adapter(
                        "an addition drops the owners",
                        "A-10",
                        "1 missing",
                        (service, conditions) ->
                                new DroppingAdapter(service, conditions, DroppingAdapter::onlyAdds, Entry::owner)),
                adapter(
                        "adding an owner makes a member of them",
                        "A-10",
                        "1 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                super.addBatch(batch, ids, outcomes);
                                Set<String> owners = new LinkedHashSet<>();
                                for (Entry entry : entries()) {
                                    if (entry.owner()) {
                                        owners.add(entry.person().id());
                                    }
                                }
                                for (String thing : batch) {
                                    if (owners.contains(ids.get(thing))) {
                                        call("members.role", () -> {
                                            service.role(secret, ids.get(thing), false);
                                            return "";
                                        });
                                    }
                                }
                            }
                        }));
    }

    // --- R: removals

    private static List<Broken> removals() {
        return List.of(
                adapter(
                        "removals are said to be done and are not",
                        "R-1 R-2 R-3 R-5 R-6 R-7 R-8 R-9 R-10 R-11 C-1 C-2 C-5 C-6 C-7 C-8 C-9 O-3 O-4 O-5 O-7 E-2 E-3 E-6 E-10 E-13 T-2 T-6 T-8 T-9 T-15 T-16 T-17 T-18 I-6 S-3 R-14 R-13 R-12 O-6 T-4",
                        "2 too many",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) {}
                        }),
                // Go: 404 is a failure for Google.
                adapter(
                        "who is not there is a failure",
                        "R-2 R-12 O-6 O-7 T-9 T-15 T-18",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                String answer = call("members.remove", () -> service.remove(secret, id, false));
                                if (answer.equals("not_in")) {
                                    throw translated("members.remove", new Refusal("not_found", Optional.empty()));
                                }
                                mustGo(answer, thing);
                            }
                        }),
                adapter(
                        "removals need the ids that get saw",
                        "R-3 R-2 R-7 C-2 C-5 O-4 O-5 O-7 E-2 E-3 E-10 E-13 T-2 T-6 T-8 T-9 T-15 T-16 T-17 T-18 I-6 S-3 R-13 R-12 O-6 E-12 T-4 T-7",
                        "unknown_person",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private final Set<String> seen = new LinkedHashSet<>();

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                List<Entry> entries = super.entries();
                                entries.forEach(entry -> seen.add(entry.person().id()));
                                return entries;
                            }

                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                ids.values().retainAll(seen);
                                outcomes.each(known(things, ids, outcomes), thing -> removeOne(thing, ids.get(thing)));
                            }
                        }),
                adapter(
                        "an empty removal asks for nobody",
                        "R-4",
                        "there were 1",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    ids(things);
                                }
                                super.remove(things, outcomes);
                            }
                        }),
                adapter(
                        "the first 100 are removed and all are said to be",
                        "R-5",
                        "950 too many",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                super.remove(things.subList(0, Math.min(things.size(), 100)), outcomes);
                                things.stream().skip(100).forEach(outcomes::succeeded);
                            }
                        }),
                // Go: an unknown e-mail kicks the user id "".
                adapter(
                        "an unknown person is removed as nobody",
                        "R-6",
                        "INVALID_REQUEST",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (!things.isEmpty()) {
                                    Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                    outcomes.each(things, thing -> removeOne(thing, ids.getOrDefault(thing, "")));
                                }
                            }
                        }),
                // Go: lists of e-mails and logins are matched by position, so the wrong person is removed.
                adapter(
                        "things and ids are matched by position",
                        "A-6 R-6 E-4",
                        "FAILED for UNKNOWN_THING",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                List<String> found =
                                        List.copyOf(super.ids(things).values());
                                Map<String, String> ids = new LinkedHashMap<>();
                                for (int i = 0; i < found.size(); i++) {
                                    ids.put(things.get(i), found.get(i));
                                }
                                return ids;
                            }
                        }),
                adapter(
                        "only the first of a quoted list is removed",
                        "R-7",
                        "com,ma",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                String person = thing.contains(",")
                                        ? ids(List.of("ma@example.com")).getOrDefault("ma@example.com", id)
                                        : id;
                                super.removeOne(thing, person);
                            }
                        }),
                // Go: case-insensitive mode hands lower-cased things to Remove, which misses what it looked up.
                adapter(
                        "removals are in lower case and miss what was looked up",
                        "R-8 R-2 R-7 R-12",
                        "1 done, 1 failed",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> byEmail = new LinkedHashMap<>();
                                outcomes.prepare(this::entries)
                                        .forEach(entry -> byEmail.put(
                                                entry.person().email(),
                                                entry.person().id()));
                                Map<String, String> ids = new LinkedHashMap<>();
                                things.forEach(thing -> Optional.ofNullable(byEmail.get(key(thing)))
                                        .ifPresent(id -> ids.put(thing, id)));
                                outcomes.each(known(things, ids, outcomes), thing -> removeOne(thing, ids.get(thing)));
                            }
                        }),
                adapter(
                        "a removal drops members without e-mail",
                        "R-9",
                        "there are 0",
                        (service, conditions) -> new DroppingAdapter(
                                service, conditions, DroppingAdapter::onlyRemoves, DroppingAdapter::isNameless)),
                adapter(
                        "a removal drops the owners",
                        "R-10",
                        "2 missing",
                        (service, conditions) ->
                                new DroppingAdapter(service, conditions, DroppingAdapter::onlyRemoves, Entry::owner)),
                adapter(
                        "an empty list is not written",
                        "R-11",
                        "1 too many",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            boolean replace(
                                    Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                return !wanted.isEmpty() && super.replace(change, ids, wanted, outcomes);
                            }
                        }));
    }
}
