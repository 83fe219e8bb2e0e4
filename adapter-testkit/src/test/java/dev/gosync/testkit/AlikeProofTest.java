package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;
import static dev.gosync.testkit.Broken.harness;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Side;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Mistakes with things that are alike, with their other names, and with their order. */
final class AlikeProofTest extends Proof {
    private static String plain(String thing) {
        return Normalizer.normalize(thing, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String old(String thing) {
        return "old." + thing;
    }

    /** Members have an older address each. */
    private static Supplier<Harness> withAliases(Side.Adapters adapters) {
        return () -> new Side(adapters) {
            @Override
            public Set<String> aliases(String member) {
                return Set.of(old(member));
            }
        };
    }

    @Override
    List<Broken> mistakes() {
        return List.of(
                adapter(
                        "members whose names differ by an accent are listed once",
                        "G-7",
                        "differ by a letter",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Listing listing(List<Entry> entries) {
                                Set<String> seen = new LinkedHashSet<>();
                                return super.listing(entries.stream()
                                        .filter(entry -> entry.person().email().isEmpty()
                                                || seen.add(plain(entry.person().email())))
                                        .toList());
                            }
                        }),
                adapter(
                        "the matching ignores accents, which the service does not",
                        "C-4",
                        "are one for it",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Matching matching() {
                                return Matching.by(AlikeProofTest::plain);
                            }
                        }),
                adapter(
                        "the matching ignores a tag, which the service does not",
                        "C-4",
                        "are one for it",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Matching matching() {
                                return Matching.by(
                                        thing -> thing.toLowerCase(Locale.ROOT).replaceFirst("\\+[^@]*@", "@"));
                            }
                        }),
                adapter(
                        "the only hit of a search is somebody else",
                        "R-12",
                        "whom nobody knows",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                Map<String, String> ids = new LinkedHashMap<>(super.ids(things));
                                for (String thing : things) {
                                    if (!ids.containsKey(thing) && things.size() == 1) {
                                        super.ids(List.of("jo" + thing))
                                                .values()
                                                .forEach(id -> ids.put(thing, id));
                                    }
                                }
                                return ids;
                            }
                        }),
                adapter(
                        "the numbers of those left out add up",
                        "G-5",
                        "a second read to give what the first gave",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private int leftOut;

                            @Override
                            Listing listing(List<Entry> entries) {
                                Listing listing = super.listing(entries);
                                leftOut += listing.leftOut().values().stream()
                                        .mapToInt(each -> each)
                                        .sum();
                                return new Listing(
                                        listing.things(),
                                        Map.of(),
                                        listing.kept(),
                                        leftOut == 0 ? Map.of() : Map.of("no e-mail", leftOut));
                            }
                        }),
                adapter(
                        "the list is written back sorted",
                        "C-11",
                        "in their order",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Bulk replaced(Collection<String> ids) throws IOException, InterruptedException {
                                return super.replaced(new TreeSet<>(ids));
                            }
                        }),
                adapter(
                        "the first page of a list is written back",
                        "A-1 A-3 A-9 R-3 R-9 C-6 A-5 R-5 O-6 E-13 T-15",
                        "several pages",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                return page(0).entries();
                            }

                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                return new WiredAdapter(service, conditions).get();
                            }
                        }),
                adapter(
                        "a failure names the person before",
                        "A-6 R-6",
                        "it names",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            List<String> known(List<String> things, Map<String, String> ids, Outcomes outcomes) {
                                String before = things.get(0);
                                for (String thing : things) {
                                    if (!ids.containsKey(thing)) {
                                        outcomes.failed(thing, ofThing("unknown_person", before));
                                    }
                                    before = thing;
                                }
                                return things.stream().filter(ids::containsKey).toList();
                            }
                        }),
                harness(
                        "aliases are those of the last page",
                        "G-10",
                        "aliases in a listing",
                        withAliases((service, conditions) -> new Aliasing(service, conditions) {
                            @Override
                            boolean hasAlias(int number, int all) {
                                return number >= all / WiredService.PAGE * WiredService.PAGE;
                            }
                        })),
                harness(
                        "an alias leads to the member before",
                        "G-10",
                        "to be an alias of",
                        withAliases((service, conditions) -> new Aliasing(service, conditions) {
                            @Override
                            String of(String thing, String before) {
                                return before;
                            }
                        })));
    }

    /** Lists aliases. */
    @SuppressWarnings("UnusedVariable") // the parameters are for the mistakes that override a method
    private static class Aliasing extends WiredAdapter {
        Aliasing(WiredService service, Conditions conditions) {
            super(service, conditions);
        }

        boolean hasAlias(int number, int all) {
            return true;
        }

        String of(String thing, String before) {
            return thing;
        }

        @Override
        Listing listing(List<Entry> entries) {
            Listing listing = super.listing(entries);
            Map<String, String> aliases = new LinkedHashMap<>();
            List<String> things = List.copyOf(listing.things());
            for (int i = 0; i < things.size(); i++) {
                String thing = things.get(i);
                if (hasAlias(i, things.size())) {
                    aliases.put(old(thing), of(thing, things.get(Math.max(0, i - 1))));
                }
            }
            return new Listing(listing.things(), aliases, listing.kept(), listing.leftOut());
        }
    }
}
