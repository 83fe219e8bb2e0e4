package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;
import static dev.gosync.testkit.Broken.harness;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Side;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Mistakes of harnesses, and in reading. */
final class HarnessesAndReadsProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return Stream.of(harnesses(), reads()).flatMap(List::stream).toList();
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
                harness("a fake that never hangs", "H-2 T-13 I-1 I-3 I-6", "HANG", () -> new Side(WiredAdapter::new) {
                    @Override
                    public void inject(Fault fault) {
                        if (fault.type() != Fault.Type.HANG) {
                            super.inject(fault);
                        }
                    }
                }),
                adapter(
                        "the client is closed before the adapter is used",
                        "H-2 H-3 H-5 G-2 G-1 G-3 G-5 G-6 G-7 G-8 G-9 G-10 C-4 O-1 A-1 A-2 A-3 A-6 A-9 A-10 A-11 R-1 R-3 R-6 R-9 R-10 R-14 R-13 R-11 C-1 C-2 C-6 C-7 C-9 A-5 R-5 C-8 C-13 C-11 C-12 O-2 A-8 A-7 R-8 R-2 R-7 R-12 O-4 E-3 O-6 E-1 E-2 E-4 C-5 C-10 E-10 E-12 C-14 E-13 T-3 T-1 T-4 T-2 T-5 G-4 T-6 O-5 T-7 T-8 T-9 T-10 T-11 T-16 T-17 T-18 I-4 I-5 I-7 E-9 T-13 T-12 T-14 T-15 I-1 I-2 I-3 I-6 S-3 E-7 O-7",
                        "open gives an adapter that works, with a client that is not closed",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T sent(String operation, Wire<T> wire) {
                                throw new IllegalStateException("The client is closed");
                            }
                        }),
                adapter(
                        "a closed client counts as an unavailable service",
                        "H-2 H-3 H-5 G-2 G-1 G-3 G-5 G-6 G-7 G-8 G-9 G-10 C-4 O-1 A-1 A-2 A-3 A-6 A-9 A-10 A-11 R-1 R-3 R-6 R-9 R-10 R-14 R-13 R-11 C-1 C-2 C-6 C-7 C-9 A-5 R-5 C-8 C-13 C-11 C-12 O-2 A-8 A-7 R-8 R-2 R-7 R-12 O-4 E-3 O-6 E-1 E-2 E-4 C-5 C-10 E-10 E-12 C-14 E-13 T-3 T-1 T-4 T-2 T-5 G-4 T-6 O-5 T-7 T-8 T-9 T-10 T-11 T-16 T-17 T-18 I-4 I-5 I-7 E-9 T-13 T-14 T-15 I-1 I-2 I-3 I-6 S-3 E-7 O-7",
                        "open gives an adapter that works, with a client that is not closed",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                throw new IOException("The client is closed");
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
                        "H-5 O-5 T-2 T-4 T-6 T-8 T-16 T-17 I-3 I-6",
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
                        "G-1 G-3 G-8 G-9 T-7 I-4",
                        "1 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return new Page(super.page(from).entries(), -1);
                            }
                        }),
                adapter(
                        "a next page that begins one late",
                        "G-1 G-3 G-8 T-7 I-4",
                        "1 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return super.page(from == 0 ? 0 : from + 1);
                            }
                        }),
                adapter(
                        "a thing is padded",
                        "G-2 G-1 G-3 G-6 G-7 G-8 T-1 T-7 T-10 T-11 T-16 T-18 I-4 I-7",
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
                        "an alias of no member",
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
                        "G-2 G-3 A-9 R-9 C-6 E-13 G-5 G-10",
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
                        "G-2 G-3 A-9 R-9 C-6 E-13 G-5 G-10",
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
                                    if (from == 0 || e.kind() != FailureKind.NOT_FOUND) {
                                        throw e;
                                    }
                                    return new Page(List.of(), -1);
                                }
                            }
                        }),
                adapter(
                        "the cursor is kept",
                        "G-5 G-6 I-4 I-7",
                        "122 missing",
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
}
