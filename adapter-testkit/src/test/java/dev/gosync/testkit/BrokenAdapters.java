package dev.gosync.testkit;

import dev.gosync.AdapterException;
import dev.gosync.Change;
import dev.gosync.Kind;
import dev.gosync.Listing;
import dev.gosync.Mode;
import dev.gosync.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Refusal;
import dev.gosync.testkit.WiredService.Side;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Mistakes, each made by an adapter (or a harness) that is right otherwise, and which rules it is caught by: by those and
 * by no others. "Go:" marks a mistake of the Go original.
 */
final class BrokenAdapters {
    /**
     * One mistake.
     *
     * @param name what is wrong
     * @param caughtBy the rules that fail
     * @param message part of what the first of these says
     * @param harness of the broken adapter
     * @param limitations what is declared
     * @param writable whether it is certified as an adapter, or else as a source
     */
    record Broken(
            String name,
            List<String> caughtBy,
            String message,
            Supplier<Harness> harness,
            Set<Limitation> limitations,
            boolean writable) {
        Broken declaring(Limitation... declared) {
            return new Broken(name, caughtBy, message, harness, Set.of(declared), writable);
        }

        Broken asSource() {
            return new Broken(name, caughtBy, message, harness, limitations, false);
        }

        @Override
        public String toString() {
            return caughtBy.get(0) + " " + name;
        }
    }

    private BrokenAdapters() {}

    private static Broken adapter(String name, String caughtBy, String message, Side.Adapters adapters) {
        return harness(name, caughtBy, message, () -> new Side(adapters));
    }

    private static Broken harness(String name, String caughtBy, String message, Supplier<Harness> harness) {
        return new Broken(name, List.of(caughtBy.split(" ")), message, harness, Set.of(), true);
    }

    static List<Broken> all() {
        List<Broken> all = new ArrayList<>();
        all.addAll(harnesses());
        all.addAll(reads());
        all.addAll(additions());
        all.addAll(removals());
        all.addAll(changes());
        all.addAll(outcomes());
        all.addAll(errors());
        all.addAll(retries());
        all.addAll(threadsAndNames());
        all.addAll(lies());
        return all;
    }

    // --- H: harnesses

    private static List<Broken> harnesses() {
        List<Side> together = new ArrayList<>();
        return List.of(
                harness(
                        "introduce makes members",
                        "H-1",
                        "after 3 more things were introduced",
                        () -> new Side(WiredAdapter::new) {
                            @Override
                            public void introduce(Collection<String> things) {
                                super.introduce(things);
                                if (things.size() == 3) {
                                    seed(things);
                                }
                            }
                        }),
                harness("a fake that never hangs", "H-2 T-13 I-1 I-3", "HANG", () -> new Side(WiredAdapter::new) {
                    @Override
                    public void inject(Fault fault) {
                        if (fault.type() != Fault.Type.HANG) {
                            super.inject(fault);
                        }
                    }
                }),
                harness("faults are static", "H-3", "it failed with", () -> {
                    Side side = new Side(WiredAdapter::new) {
                        @Override
                        public void inject(Fault fault) {
                            together.forEach(each -> each.injectHere(fault));
                        }

                        @Override
                        public void heal() {
                            together.forEach(Side::healHere);
                        }
                    };
                    together.add(side);
                    return side;
                }),
                adapter(
                        "the secret is not the one it was given",
                        "H-4",
                        "it could read",
                        (service, conditions) ->
                                new WiredAdapter(service, new Conditions(conditions.retry(), Conditions.SECRET))),
                harness(
                        "the log leaves additions out",
                        "H-5 O-4 O-5 T-4 T-6 I-3",
                        "1 reads and 0 writes",
                        () -> new Side(WiredAdapter::new) {
                            @Override
                            public List<Request> requests() {
                                return super.requests().stream()
                                        .filter(request -> !request.operation().equals("members.add"))
                                        .toList();
                            }
                        }));
    }

    // --- G: reads

    private static List<Broken> reads() {
        return List.of(
                adapter(
                        "only the first page is read",
                        "G-1 G-4 T-7 I-4",
                        "1 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return new Page(super.page(from).entries(), -1);
                            }
                        }),
                adapter(
                        "a next page that begins one late",
                        "G-1 T-7 I-4",
                        "1 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return super.page(from == 0 ? 0 : from + 1);
                            }
                        }),
                adapter(
                        "a thing is padded",
                        "G-2 G-1 G-3 G-6 G-7 G-8 T-1 T-7 T-10 T-11 I-4 I-5",
                        "padded with white space",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                Set<String> things = new LinkedHashSet<>();
                                listing.things().forEach(thing -> things.add(thing + " "));
                                return new Listing(things, Map.of(), Map.of(), listing.leftOut());
                            }
                        }),
                adapter(
                        "an alias of nobody",
                        "G-2",
                        "stands for nobody",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                return new Listing(
                                        listing.things(),
                                        Map.of("other@example.com", "nobody"),
                                        listing.kept(),
                                        listing.leftOut());
                            }
                        }),
                adapter(
                        "kept in another spelling",
                        "G-2",
                        "not all are",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                Map<String, String> kept = new LinkedHashMap<>();
                                listing.kept().forEach((thing, why) -> kept.put(thing.toUpperCase(Locale.ROOT), why));
                                return new Listing(listing.things(), Map.of(), kept, listing.leftOut());
                            }
                        }),
                // Go: CUSTOMER members of a Google group become "".
                adapter(
                        "a member without e-mail becomes a blank",
                        "G-2 G-3 A-9 R-9 C-6 S-2",
                        "one is blank",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Set<String> things = new LinkedHashSet<>();
                                entries.forEach(
                                        entry -> things.add(entry.person().email()));
                                return new Listing(
                                        things, Map.of(), super.listing(entries).kept(), Map.of());
                            }
                        }),
                adapter(
                        "a member without e-mail becomes null",
                        "G-2 G-3 A-9 R-9 C-6 S-2",
                        "one is null",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Set<String> things = new LinkedHashSet<>();
                                entries.forEach(entry -> things.add(
                                        entry.person().email().isEmpty()
                                                ? null
                                                : entry.person().email()));
                                return new Listing(
                                        things, Map.of(), super.listing(entries).kept(), Map.of());
                            }
                        }),
                adapter(
                        "bots are not counted",
                        "G-3",
                        "counts 0",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                return new Listing(listing.things(), Map.of(), listing.kept(), Map.of());
                            }
                        }),
                adapter(
                        "a later page that fails ends the list",
                        "G-4",
                        "it gave a listing of 1000",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                try {
                                    return super.page(from);
                                } catch (AdapterException e) {
                                    if (from == 0) {
                                        throw e;
                                    }
                                    return new Page(List.of(), -1);
                                }
                            }
                        }),
                adapter(
                        "a page that is not found ends the list",
                        "G-4",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                try {
                                    return super.page(from);
                                } catch (AdapterException e) {
                                    if (from == 0 || e.kind() != Kind.NOT_FOUND) {
                                        throw e;
                                    }
                                    return new Page(List.of(), -1);
                                }
                            }
                        }),
                adapter(
                        "the cursor is kept",
                        "G-5 G-6 I-4",
                        "120 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private int last;

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                List<Entry> entries = new ArrayList<>(super.entries());
                                List<Entry> fresh = entries.subList(Math.min(last, entries.size()), entries.size());
                                last = entries.size();
                                return fresh;
                            }
                        }),
                adapter(
                        "the first listing is kept",
                        "G-6",
                        "after 2 joined",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private Listing kept;

                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                if (kept == null) {
                                    kept = super.get();
                                }
                                return kept;
                            }
                        }),
                adapter(
                        "e-mails are decoded as if they came from an address",
                        "G-7",
                        "2 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                Set<String> things = new LinkedHashSet<>();
                                listing.things()
                                        .forEach(thing -> things.add(
                                                thing.contains("%c")
                                                        ? thing
                                                        : URLDecoder.decode(thing, StandardCharsets.UTF_8)));
                                return new Listing(things, Map.of(), listing.kept(), listing.leftOut());
                            }
                        }),
                adapter(
                        "owners are listed like anybody",
                        "G-8",
                        "2 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                return new Listing(listing.things(), Map.of(), Map.of(), listing.leftOut());
                            }
                        }));
    }

    // --- A: additions

    /** Writes the whole list without some who should be on it. */
    private static final class Dropping extends WholeListAdapter {
        private final Predicate<Change> when;
        private final Predicate<Entry> whom;
        private boolean dropping;

        Dropping(WiredService service, Conditions conditions, Predicate<Change> when, Predicate<Entry> whom) {
            super(service, conditions);
            this.when = when;
            this.whom = whom;
        }

        static boolean isNameless(Entry entry) {
            return entry.person().email().isEmpty();
        }

        static boolean onlyAdds(Change change) {
            return change.removals().isEmpty();
        }

        static boolean onlyRemoves(Change change) {
            return change.additions().isEmpty();
        }

        static boolean doesBoth(Change change) {
            return !onlyAdds(change) && !onlyRemoves(change);
        }

        @Override
        public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
            dropping = when.test(change);
            super.change(change, outcomes);
        }

        @Override
        Set<String> base() throws IOException, InterruptedException {
            Set<String> base = super.base();
            for (Entry entry : entries()) {
                if (dropping && whom.test(entry)) {
                    base.remove(entry.person().id());
                }
            }
            return base;
        }
    }

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

    private static List<Broken> additions() {
        return List.of(
                adapter(
                        "additions are said to be done and are not",
                        "A-1 A-2 A-3 A-5 A-6 A-7 A-10 C-1 C-2 C-5 C-7 C-8 C-9 O-3 O-4 O-5 E-2 E-3 E-4 E-6 T-2 T-4 T-6 T-9 T-10 T-11 T-13 I-3 S-3 H-5",
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
                        "A-2 A-8 A-10 T-9 T-11",
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
                        "A-3 A-7 R-3 R-7 C-3 C-5 C-8 C-9 E-4 T-9 T-11",
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
                        "A-5 O-4 O-5 I-3",
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
                        "A-6 O-1 E-4",
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
                        "A-7 R-7",
                        "plus+tag@example.com",
                        (service, conditions) -> new Looking(service, conditions) {
                            @Override
                            String asked(String thing) {
                                return thing.replace('+', ' ');
                            }
                        }),
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
                        "A-8 R-8 A-7 R-7",
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
                                new Dropping(service, conditions, change -> true, Dropping::isNameless)),
                adapter(
                        "an addition drops members without e-mail",
                        "A-9",
                        "there are 0",
                        (service, conditions) ->
                                new Dropping(service, conditions, Dropping::onlyAdds, Dropping::isNameless)),
                adapter(
                        "an addition drops the owners",
                        "A-10",
                        "1 missing",
                        (service, conditions) -> new Dropping(service, conditions, Dropping::onlyAdds, Entry::owner)),
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
                        "R-1 R-2 R-3 R-5 R-6 R-7 R-8 R-10 R-11 C-1 C-2 C-5 C-7 C-8 C-9 O-3 O-4 O-5 E-2 E-3 E-6 T-2 T-4 T-6 T-9 S-3",
                        "2 too many",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) {}
                        }),
                // Go: 404 is a failure for Google.
                adapter(
                        "who is not there is a failure",
                        "R-2 T-9",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                if (call("members.remove", () -> service.remove(secret, id))
                                        .equals("not_in")) {
                                    throw translated("members.remove", new Refusal("not_found", Optional.empty()));
                                }
                            }
                        }),
                adapter(
                        "removals need the ids that get saw",
                        "R-3 R-2 R-7 C-2 C-5 O-4 O-5 E-2 E-3 T-2 T-4 T-6 T-9 S-3",
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
                        "350 too many",
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
                        "R-6 A-6 E-4",
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
                        "R-8 R-2 R-7",
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
                        (service, conditions) ->
                                new Dropping(service, conditions, Dropping::onlyRemoves, Dropping::isNameless)),
                adapter(
                        "a removal drops the owners",
                        "R-10",
                        "2 missing",
                        (service, conditions) ->
                                new Dropping(service, conditions, Dropping::onlyRemoves, Entry::owner)),
                adapter(
                        "an empty list is not written",
                        "R-11",
                        "1 too many",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            void replace(
                                    List<String> asked, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (!wanted.isEmpty()) {
                                    super.replace(asked, ids, wanted, outcomes);
                                }
                            }
                        }));
    }

    // --- C: changes

    private static List<Broken> changes() {
        return List.of(
                adapter(
                        "a change with additions forgets its removals",
                        "C-1 C-2 C-5 C-7 C-8 O-3 T-9",
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
                        "C-2 C-3",
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
                                    call("members.remove", () -> service.remove(secret, id));
                                }
                                change.removals().forEach(outcomes::succeeded);
                                addBatch(known(change.additions(), coming, outcomes), coming, outcomes);
                            }
                        }),
                adapter(
                        "one call is two writes",
                        "C-3 C-2",
                        "half of it",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            void replace(
                                    List<String> asked, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Set<String> both = base();
                                if (!both.containsAll(wanted)) {
                                    boolean removing = !wanted.containsAll(both);
                                    both.addAll(wanted);
                                    if (removing) {
                                        super.replace(asked, ids, both, outcomes);
                                    }
                                }
                                super.replace(asked, ids, wanted, outcomes);
                            }
                        }),
                adapter(
                        "one member under two spellings is removed",
                        "C-4",
                        "ADD_REMOVE",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void change(Change change, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                inHalves(change, outcomes);
                            }
                        }),
                adapter(
                        "a refused member spoils the list",
                        "C-5 E-4",
                        "ended as FAILED",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            void replace(
                                    List<String> asked, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Bulk bulk = call("members.replace", () -> service.replace(secret, wanted));
                                if (!bulk.errors().isEmpty()) {
                                    throw ofThing("forbidden_person", "somebody");
                                }
                            }
                        }),
                adapter(
                        "a change of both halves drops members without e-mail",
                        "C-6",
                        "there are 0",
                        (service, conditions) ->
                                new Dropping(service, conditions, Dropping::doesBoth, Dropping::isNameless)),
                adapter(
                        "a change of both halves drops the owners",
                        "C-7",
                        "2 missing",
                        (service, conditions) -> new Dropping(service, conditions, Dropping::doesBoth, Entry::owner)),
                adapter(
                        "the list is kept up to date from what was read once",
                        "C-8",
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
                        "C-9 C-8",
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
                        "O-1 O-2 A-1 A-2 A-3 A-5 A-8 A-9 A-10 C-1 C-2 C-6 C-7 C-8 C-9 O-4 O-5 T-2 T-9 I-3",
                        "dealt with twice",
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
                        "O-1 O-2 R-1 R-2 R-3 R-5 R-6 R-7 R-8 R-9 R-10 R-11 C-1 C-2 C-5 C-6 C-7 C-8 C-9 O-4 O-5 T-2 T-9",
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
                                    call("members.remove", () -> service.remove(secret, ids.get(thing)));
                                    outcomes.succeeded(ids.get(thing));
                                });
                            }
                        }),
                adapter(
                        "outcomes are in lower case",
                        "O-2 A-7 A-8 C-5 E-4",
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
                        "O-3 O-4 O-5 E-2 E-6",
                        "is said to be added and is not there",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                try {
                                    super.addBatch(batch, ids, outcomes);
                                } catch (AdapterException e) {
                                    if (e.kind() != Kind.PERMISSION) {
                                        throw e;
                                    }
                                }
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

    // --- E: errors

    private static List<Broken> errors() {
        return List.of(
                adapter(
                        "no permission for whatever is refused",
                        "E-1 E-2",
                        "AUTHENTICATION",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Kind kind(String code) {
                                return code.equals("authentication") ? Kind.PERMISSION : super.kind(code);
                            }
                        }),
                adapter(
                        "a refused write is an invalid request",
                        "E-2",
                        "AUTHENTICATION",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                try {
                                    super.removeOne(thing, id);
                                } catch (AdapterException e) {
                                    throw e.kind() == Kind.AUTHENTICATION
                                            ? translated("members.remove", new Refusal("permission", Optional.empty()))
                                            : e;
                                }
                            }
                        }),
                adapter(
                        "a missing place is nobody to remove",
                        "E-3 E-6",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                try {
                                    super.removeOne(thing, id);
                                } catch (AdapterException e) {
                                    if (e.kind() != Kind.NOT_FOUND) {
                                        throw e;
                                    }
                                }
                            }
                        }),
                adapter(
                        "a missing place is an unknown person",
                        "E-3 E-1",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Kind kind(String code) {
                                return code.equals("not_found") ? Kind.UNKNOWN_THING : super.kind(code);
                            }
                        }),
                adapter(
                        "who is forbidden is unknown",
                        "E-4 C-5",
                        "REFUSED_THING",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Kind kind(String code) {
                                return code.equals("forbidden_person") ? Kind.UNKNOWN_THING : super.kind(code);
                            }
                        }),
                adapter(
                        "failures of reads name no operation",
                        "E-5",
                        "Wired group G1:  : ",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return call(" ", () -> service.list(secret, from));
                            }
                        }),
                adapter(
                        "an IOException as it is",
                        "E-5",
                        "The answer ends in the middle",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                try {
                                    return super.get();
                                } catch (AdapterException e) {
                                    if (e.getCause() != null
                                            && e.getCause().getCause() instanceof EOFException broken) {
                                        throw broken;
                                    }
                                    throw e;
                                }
                            }
                        }),
                adapter(
                        "failures of writes name another place",
                        "E-6",
                        "Wired group G1",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                AdapterException right = super.translated(operation, refusal);
                                if (!operation.equals("members.remove")) {
                                    return right;
                                }
                                AdapterException.Builder failure =
                                        AdapterException.of(right.kind(), "some group", operation, right.problem());
                                right.retryAt().ifPresent(failure::retryAt);
                                return failure.build();
                            }
                        }),
                adapter(
                        "the secret is in a read's cause",
                        "E-7",
                        "the canary",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return call("members.list", () -> {
                                    try {
                                        return service.list(secret, from);
                                    } catch (IOException e) {
                                        throw new IOException("Authorization: Bearer " + secret, e);
                                    }
                                });
                            }
                        }),
                adapter(
                        "the secret is in toString",
                        "E-7",
                        "toString",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public String toString() {
                                return "WiredAdapter[secret=" + secret + "]";
                            }
                        }),
                adapter(
                        "the secret is in toString once a read has failed",
                        "E-7",
                        "the adapter's toString after a read met",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private volatile String last = "";

                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                last = "Bearer " + secret;
                                T answer = super.sent(operation, wire);
                                last = "";
                                return answer;
                            }

                            @Override
                            public String toString() {
                                return "WiredAdapter[" + last + "]";
                            }
                        }),
                adapter(
                        "the secret is in the log",
                        "E-7",
                        "the log of a read",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                System.getLogger("dev.vendor").log(System.Logger.Level.TRACE, "> Bearer {0}", secret);
                                return super.page(from);
                            }
                        }),
                adapter(
                        "the secret is in a write's message",
                        "E-8",
                        "the canary",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                call("members.remove?token=" + secret, () -> service.remove(secret, id));
                            }
                        }));
    }

    // --- T: retries

    private static List<Broken> retries() {
        return List.of(
                adapter(
                        "Retry-After is ignored",
                        "T-1 T-2 T-8",
                        "the waits are [PT0.25S]",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(operation, new Refusal(refusal.code, Optional.empty()));
                            }
                        }),
                adapter(
                        "Retry-After is ignored for writes",
                        "T-2",
                        "the waits are [PT0.25S]",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(
                                        operation,
                                        operation.equals("members.list")
                                                ? refusal
                                                : new Refusal(refusal.code, Optional.empty()));
                            }
                        }),
                adapter(
                        "nothing is tried again",
                        "T-3 T-4 T-1 T-2 T-7 T-9 T-10 T-11 I-2",
                        "there are 1",
                        (service, conditions) -> new WiredAdapter(
                                service, new Conditions(conditions.retry().attempts(1), conditions.secret()))),
                adapter(
                        "the vendor's client tries again by itself",
                        "T-3 T-4",
                        "there are 6",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                return super.sent(operation, () -> {
                                    try {
                                        return wire.send();
                                    } catch (Refusal e) {
                                        if (e.code.equals("unavailable")) {
                                            return wire.send();
                                        }
                                        throw e;
                                    }
                                });
                            }
                        }),
                adapter(
                        "writes are tried once",
                        "T-4 T-2 T-9 T-11",
                        "there are 1",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T call(String operation, Wire<T> wire) throws IOException, InterruptedException {
                                return operation.equals("members.list")
                                        ? super.call(operation, wire)
                                        : retry.attempts(1).call(name(), operation, () -> sent(operation, wire));
                            }
                        }),
                adapter(
                        "a refused read is tried again",
                        "T-5 G-4",
                        "there were 2",
                        (service, conditions) -> again(service, conditions, "members.list")),
                adapter(
                        "a refused write is tried again",
                        "T-6 O-5",
                        "there are 2",
                        (service, conditions) -> again(service, conditions, "members.add")),
                adapter(
                        "the whole read is tried again",
                        "T-7",
                        "there were",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                return listing(retry.call(name(), "members.list", this::entries));
                            }

                            @Override
                            Page page(int from) throws IOException {
                                return sent("members.list", () -> service.list(secret, from));
                            }
                        }),
                adapter(
                        "no wait is longer than a minute",
                        "T-8",
                        "to give up at once",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                Instant latest = conditions.clock().instant().plus(Duration.ofMinutes(1));
                                return super.translated(
                                        operation,
                                        new Refusal(
                                                refusal.code,
                                                refusal.comeBack.map(time -> time.isAfter(latest) ? latest : time)));
                            }
                        }),
                adapter(
                        "a lost answer is final",
                        "T-9",
                        "NOT_KNOWN",
                        (service, conditions) -> translating(service, conditions, SocketException.class, Kind.UNKNOWN)),
                adapter(
                        "a refused connection is a wrong password",
                        "T-10",
                        "AUTHENTICATION",
                        (service, conditions) ->
                                translating(service, conditions, ConnectException.class, Kind.AUTHENTICATION)),
                adapter(
                        "half an answer is a malformed one",
                        "T-11",
                        "MALFORMED_ANSWER",
                        (service, conditions) ->
                                translating(service, conditions, EOFException.class, Kind.MALFORMED_ANSWER)),
                adapter(
                        "each byte has a timeout, the answer has none",
                        "T-12",
                        "still going on",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T call(String operation, Wire<T> wire) throws IOException, InterruptedException {
                                return retry.callTimeout(Duration.ofDays(1))
                                        .call(name(), operation, () -> untilSilent(operation, wire));
                            }

                            private <T> T untilSilent(String operation, Wire<T> wire)
                                    throws IOException, InterruptedException {
                                FutureTask<T> task = new FutureTask<>(() -> sent(operation, wire));
                                Thread thread = new Thread(task);
                                thread.setDaemon(true);
                                thread.start();
                                while (true) {
                                    int dripped = service.dripped();
                                    try {
                                        return task.get(
                                                conditions.retry().callTimeout().toMillis(), TimeUnit.MILLISECONDS);
                                    } catch (TimeoutException e) {
                                        if (service.dripped() == dripped) {
                                            throw new SocketTimeoutException("Read timed out");
                                        }
                                    } catch (ExecutionException e) {
                                        if (e.getCause() instanceof IOException cause) {
                                            throw cause;
                                        }
                                        throw (RuntimeException) e.getCause();
                                    }
                                }
                            }
                        }),
                adapter(
                        "nothing bounds a call",
                        "T-13 T-12",
                        "still going on",
                        (service, conditions) -> new WiredAdapter(
                                service,
                                new Conditions(
                                        conditions.retry().callTimeout(Duration.ofDays(1)), conditions.secret()))),
                adapter(
                        "the client repeats what breaks on a connection that has served",
                        "T-14",
                        "reads in the log",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private volatile boolean served;

                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                try {
                                    T answer = super.sent(operation, wire);
                                    served = true;
                                    return answer;
                                } catch (ConnectException e) {
                                    throw e;
                                } catch (SocketException e) {
                                    if (served) {
                                        return super.sent(operation, wire);
                                    }
                                    throw e;
                                }
                            }
                        }));
    }

    private static WiredAdapter again(WiredService service, Conditions conditions, String asked) {
        return new WiredAdapter(service, conditions) {
            @Override
            <T> T sent(String operation, Wire<T> wire) throws IOException {
                return super.sent(operation, () -> {
                    try {
                        return wire.send();
                    } catch (Refusal e) {
                        if (e.code.equals("permission") && operation.equals(asked)) {
                            return wire.send();
                        }
                        throw e;
                    }
                });
            }
        };
    }

    private static WiredAdapter translating(
            WiredService service, Conditions conditions, Class<? extends IOException> type, Kind kind) {
        return new WiredAdapter(service, conditions) {
            @Override
            <T> T sent(String operation, Wire<T> wire) throws IOException {
                try {
                    return super.sent(operation, wire);
                } catch (IOException e) {
                    if (e.getClass() == type) {
                        throw AdapterException.of(kind, name(), operation, "no answer")
                                .answerLost()
                                .build();
                    }
                    throw e;
                }
            }
        };
    }

    // --- I, S and N: interrupts, threads, read-only places, names

    private static List<Broken> threadsAndNames() {
        AtomicInteger names = new AtomicInteger();
        return List.of(
                adapter(
                        "a read goes round the gate",
                        "I-1 I-2",
                        "to be answered within a second",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                FutureTask<Page> task = new FutureTask<>(() -> super.page(from));
                                Thread thread = new Thread(task);
                                thread.setDaemon(true);
                                thread.start();
                                boolean interrupted = false;
                                while (true) {
                                    try {
                                        Page page = task.get();
                                        if (interrupted) {
                                            Thread.currentThread().interrupt();
                                        }
                                        return page;
                                    } catch (InterruptedException e) {
                                        interrupted = true;
                                    } catch (ExecutionException e) {
                                        throw (RuntimeException) e.getCause();
                                    }
                                }
                            }
                        }),
                adapter(
                        "an interrupt is a failure like others",
                        "I-2 I-1",
                        "AdapterException",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException {
                                try {
                                    return super.page(from);
                                } catch (InterruptedException e) {
                                    throw translated("members.list", new Refusal("unavailable", Optional.empty()));
                                }
                            }
                        }),
                adapter(
                        "waits go round the sleeper",
                        "I-2 T-1 T-2 T-3 T-10",
                        "to come to a wait",
                        (service, conditions) -> new WiredAdapter(
                                service,
                                new Conditions(
                                        conditions.retry().time(conditions.clock(), time -> {}, () -> 0.5),
                                        conditions.secret()))),
                adapter(
                        "an interrupted write is a failure like others",
                        "I-3",
                        "it was interrupted",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException {
                                try {
                                    super.addBatch(batch, ids, outcomes);
                                } catch (InterruptedException e) {
                                    throw translated("members.add", new Refusal("permission", Optional.empty()));
                                }
                            }
                        }),
                adapter(
                        "a client for one thread at a time",
                        "I-4",
                        "busy",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private final AtomicInteger readers = new AtomicInteger();

                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                if (readers.incrementAndGet() > 1) {
                                    throw new IllegalStateException("busy");
                                }
                                try {
                                    if (Thread.currentThread().getName().equals("go-sync-testkit")) {
                                        LockSupport.parkNanos(20_000_000);
                                    }
                                    return super.page(from);
                                } finally {
                                    readers.decrementAndGet();
                                }
                            }
                        }),
                adapter(
                        "closing twice fails",
                        "I-5",
                        "closed already",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private boolean closed;

                            @Override
                            public void close() {
                                if (closed) {
                                    throw new IllegalStateException("closed already");
                                }
                                closed = true;
                            }
                        }),
                adapter("what is only read is an Adapter", "S-1", "to be no Adapter", WiredAdapter::new)
                        .asSource(),
                adapter(
                        "a read makes sure that the first is a member",
                        "S-2 H-2 T-14",
                        "there were 1 writes",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                List<Entry> entries = entries();
                                if (!entries.isEmpty()) {
                                    call(
                                            "members.add",
                                            () -> service.add(
                                                    secret,
                                                    List.of(entries.get(0)
                                                            .person()
                                                            .id())));
                                }
                                return listing(entries);
                            }
                        }),
                adapter(
                        "a read-only place is one without permission",
                        "S-3",
                        "READ_ONLY",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Kind kind(String code) {
                                return code.equals("read_only") ? Kind.PERMISSION : super.kind(code);
                            }
                        }),
                adapter(
                        "a name that fits every place",
                        "N-1",
                        "\"Wired group\"",
                        (service, conditions) -> named(service, conditions, () -> "Wired group")),
                adapter("a name that changes", "N-2", "one name for one place", (service, conditions) -> {
                    int number = names.incrementAndGet();
                    return named(service, conditions, () -> "Wired group G1, opened as number " + number);
                }),
                adapter(
                        "a name that is asked for",
                        "N-2",
                        "no request for a name",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public String name() {
                                if (Thread.currentThread()
                                        .getStackTrace()[2]
                                        .getClassName()
                                        .contains("PlaceRules")) {
                                    try {
                                        super.page(0);
                                    } catch (IOException | InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                }
                                return super.name();
                            }
                        }),
                adapter(
                        "a name with the secret",
                        "N-3 E-7 E-8",
                        "the canary",
                        (service, conditions) ->
                                named(service, conditions, () -> "Wired group G1 with " + conditions.secret())));
    }

    private static WiredAdapter named(WiredService service, Conditions conditions, Supplier<String> name) {
        return new WiredAdapter(service, conditions) {
            @Override
            public String name() {
                return name.get();
            }
        };
    }

    // --- Lies about what cannot be done

    private static Broken lie(Limitation limitation, String caughtBy, String message) {
        return adapter("it lies: " + limitation.meaning(), caughtBy, message, WiredAdapter::new)
                .declaring(limitation);
    }

    private static List<Broken> lies() {
        return List.of(
                lie(
                        Limitation.NO_HTTP_FAULTS,
                        "H-2 H-4 H-5 G-4 O-4 O-5 E-1 E-2 E-3 E-5 E-6 E-7 E-8 T-1 T-2 T-3 T-4 T-5 T-6 T-7 T-8 T-9 T-10 T-11 T-12 T-13 T-14 I-1 I-2 I-3 S-3",
                        "the harness injects"),
                lie(Limitation.KNOWS_EVERY_THING, "A-6 R-6", "was refused"),
                lie(Limitation.CASE_SENSITIVE, "A-8 R-8 C-4", "missing"),
                lie(Limitation.CANNOT_BE_EMPTY, "R-11", "the last member was removed"),
                lie(Limitation.RESTRICTED_ALPHABET, "G-7 A-7 R-7", "every odd thing can be a member"),
                lie(
                        Limitation.READ_ONLY,
                        "A-1 A-2 A-3 A-4 A-5 A-6 A-7 A-8 A-9 A-10 R-1 R-2 R-3 R-4 R-5 R-6 R-7 R-8 R-9 R-10 R-11 C-1 C-2 C-3 C-4 C-5 C-6 C-7 C-8 C-9 O-1 O-2 O-3 O-4 O-5 E-2 E-3 E-4 E-6 E-8 T-2 T-4 T-6 T-9 I-3 S-3",
                        "to fail as READ_ONLY"),
                lie(Limitation.NEVER_READ_ONLY, "S-3", "the harness injects READ_ONLY"),
                lie(Limitation.NO_NAMELESS_MEMBERS, "G-3 A-9 R-9 C-6", "the harness supports"),
                lie(Limitation.KEEPS_NOBODY, "G-8 A-10 R-10 C-7", "the harness supports"),
                lie(Limitation.FORBIDS_NOTHING, "C-5 E-4", "the harness supports"));
    }
}
