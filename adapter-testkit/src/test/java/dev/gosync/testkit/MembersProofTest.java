package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.adapter.http.Pages;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Mistakes that only show with other members: neighbours, later pages, doubles, notes, newcomers, threads. */
final class MembersProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return Stream.of(neighbours(), pages(), others(), previews(), threads())
                .flatMap(List::stream)
                .toList();
    }

    /** Removes the first member that a search finds. */
    private static Broken search(String name, BiPredicate<String, String> finds) {
        return adapter(
                name,
                "R-12",
                "found by its whole name",
                (service, conditions) -> new WiredAdapter(service, conditions) {
                    @Override
                    public void remove(List<String> things, Outcomes outcomes)
                            throws IOException, InterruptedException {
                        if (things.isEmpty()) {
                            return;
                        }
                        Map<String, String> ids = outcomes.prepare(() -> ids(things));
                        List<Entry> members = outcomes.prepare(this::entries);
                        outcomes.each(known(things, ids, outcomes), thing -> {
                            String id = members.stream()
                                    .filter(entry -> things.size() < 10
                                            && !entry.person().email().isEmpty())
                                    .filter(entry ->
                                            finds.test(key(entry.person().email()), key(thing)))
                                    .map(entry -> entry.person().id())
                                    .findFirst()
                                    .orElse(ids.get(thing));
                            removeOne(thing, id);
                        });
                    }
                });
    }

    private static String withoutAccents(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    private static List<Broken> neighbours() {
        return List.of(
                search("a removal takes the first member that contains the name", String::contains),
                search("a removal takes the first member that begins with the name", String::startsWith),
                search("a removal takes the first member that ends with the name", String::endsWith),
                search("a removal takes the first member that the name matches as a pattern", (member, thing) -> {
                    String pattern = thing.replaceAll("[^a-z0-9.@]", "\\\\$0");
                    return member.matches(pattern);
                }),
                search(
                        "a removal takes the first member that differs by an accent at most",
                        (member, thing) -> withoutAccents(member).equals(withoutAccents(thing))),
                adapter(
                        "an addition takes a person that differs by an accent for the one that was asked for",
                        "R-12",
                        "with its accents",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                Map<String, String> ids = new LinkedHashMap<>(super.ids(things));
                                List<Entry> members = things.size() == 1 ? entries() : List.of();
                                for (Entry member : members) {
                                    String email = member.person().email();
                                    if (withoutAccents(email).equals(withoutAccents(key(things.get(0))))) {
                                        ids.put(things.get(0), member.person().id());
                                    }
                                }
                                return ids;
                            }
                        }),
                adapter(
                        "lower case in the locale of the machine",
                        "A-8 R-8",
                        "on a Turkish machine",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                Map<String, String> ids = new LinkedHashMap<>();
                                for (String thing : things) {
                                    String asked = thing.toLowerCase(Locale.getDefault());
                                    String id = super.ids(List.of(asked)).get(asked);
                                    if (id != null) {
                                        ids.put(thing, id);
                                    }
                                }
                                return ids;
                            }
                        }));
    }

    private static List<Broken> pages() {
        return List.of(
                adapter(
                        "a page with a bot on it is the last",
                        "G-3",
                        "members left out",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                Page page = super.page(from);
                                boolean bot = page.entries().stream().anyMatch(DroppingAdapter::isNameless);
                                return bot ? new Page(page.entries(), -1) : page;
                            }
                        }),
                adapter(
                        "bots are counted on the last page only",
                        "G-3",
                        "members left out",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                List<Entry> entries = super.entries();
                                int last = Math.max(0, entries.size() - 1) / WiredService.PAGE * WiredService.PAGE;
                                List<Entry> counted = new ArrayList<>();
                                for (int i = 0; i < entries.size(); i++) {
                                    if (i >= last || !DroppingAdapter.isNameless(entries.get(i))) {
                                        counted.add(entries.get(i));
                                    }
                                }
                                return counted;
                            }
                        }),
                adapter(
                        "owners are seen on the first page only",
                        "G-8",
                        "on several pages",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                Page page = super.page(from);
                                return from == 0
                                        ? page
                                        : new Page(
                                                page.entries().stream()
                                                        .map(entry -> new Entry(entry.person(), false))
                                                        .toList(),
                                                page.next());
                            }
                        }),
                adapter(
                        "members without e-mail on a third page are dropped",
                        "A-9 R-9 C-6",
                        "there are",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                Set<String> base = new LinkedHashSet<>();
                                List<Entry> entries = entries();
                                for (int i = 0; i < entries.size(); i++) {
                                    if (i < 300 || !DroppingAdapter.isNameless(entries.get(i))) {
                                        base.add(entries.get(i).person().id());
                                    }
                                }
                                return base;
                            }
                        }),
                adapter(
                        "more than 1,000 are too many for one addition",
                        "A-5",
                        "50 missing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                super.add(things.subList(0, Math.min(things.size(), 1000)), outcomes);
                                things.stream().skip(1000).forEach(outcomes::succeeded);
                            }
                        }));
    }

    private static List<Broken> others() {
        return List.of(
                adapter(
                        "who is added again is there twice",
                        "A-2 A-8 A-10 O-7 C-13 C-11",
                        "1 too many",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            boolean replace(
                                    Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                List<String> twice = new ArrayList<>(base());
                                change.removals().forEach(thing -> twice.remove(ids.get(thing)));
                                change.additions().forEach(thing -> twice.add(ids.get(thing)));
                                Bulk bulk = call("members.replace", () -> service.replace(secret, twice));
                                return bulk.errors().isEmpty() ? false : super.replace(change, ids, wanted, outcomes);
                            }
                        }),
                adapter(
                        "who is added again loses the note",
                        "C-11",
                        "note of",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Set<String> plain = new LinkedHashSet<>();
                                for (Entry entry : entries()) {
                                    if (!entry.owner()) {
                                        plain.add(entry.person().id());
                                    }
                                }
                                for (String thing : batch) {
                                    if (plain.contains(ids.get(thing))) {
                                        removeOne(thing, ids.get(thing));
                                    }
                                }
                                super.addBatch(batch, ids, outcomes);
                            }
                        }),
                adapter(
                        "the list is written back in another order",
                        "C-11",
                        "in their order",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Bulk replaced(Collection<String> ids) throws IOException, InterruptedException {
                                Set<String> sorted = new TreeSet<>(Comparator.reverseOrder());
                                sorted.addAll(ids);
                                return super.replaced(sorted);
                            }
                        }),
                adapter(
                        "a write builds on the adapter's own last write",
                        "C-8 C-13",
                        "since the last write",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            private Set<String> written;

                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                return written == null ? super.base() : new LinkedHashSet<>(written);
                            }

                            @Override
                            Bulk replaced(Collection<String> ids) throws IOException, InterruptedException {
                                Bulk bulk = super.replaced(ids);
                                if (bulk.errors().isEmpty()) {
                                    written = new LinkedHashSet<>(ids);
                                }
                                return bulk;
                            }
                        }),
                adapter(
                        "everybody who is added was already there",
                        "O-8 C-5",
                        "was no member before",
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
                                    String error = bulk.errors().getOrDefault(ids.get(thing), "already_in");
                                    if (error.equals("already_in")) {
                                        outcomes.alreadyThere(thing);
                                    } else {
                                        outcomes.failed(thing, ofThing(error, thing));
                                    }
                                }
                            }
                        }));
    }

    private static List<Broken> previews() {
        return List.of(
                adapter(
                        "a preview adds",
                        "C-12 C-14",
                        "it made a write",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws IOException, InterruptedException {
                                Map<String, String> ids = ids(additions);
                                call("members.add", () -> service.add(secret, List.copyOf(ids.values())));
                                return Preview.nothing();
                            }
                        }),
                adapter(
                        "a preview takes people for unknown who are known",
                        "C-12",
                        "as the preview said",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) {
                                Map<String, Failure> failures = new LinkedHashMap<>();
                                additions.stream()
                                        .filter(thing -> thing.contains("0003"))
                                        .forEach(thing -> failures.put(
                                                thing,
                                                AdapterException.of(
                                                                FailureKind.UNKNOWN_THING,
                                                                name(),
                                                                "people.lookup",
                                                                "nobody")
                                                        .build()
                                                        .failure()));
                                return new Preview(failures, Map.of());
                            }
                        }));
    }

    private static List<Broken> threads() {
        return List.of(
                adapter(
                        "readers share a list",
                        "I-4",
                        "threads",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private List<Entry> collected = List.of();

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                collected = Collections.synchronizedList(new ArrayList<>());
                                Pages pages = Pages.of(name(), "members.list");
                                for (Optional<String> next = Optional.of("0"); next.isPresent(); ) {
                                    Page page = page(Integer.parseInt(next.get()));
                                    collected.addAll(page.entries());
                                    next = pages.next(
                                            page.entries(), page.next() < 0 ? "" : String.valueOf(page.next()));
                                }
                                return List.copyOf(collected);
                            }
                        }),
                adapter(
                        "readers share a cursor",
                        "I-4",
                        "threads",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private volatile Optional<String> next = Optional.empty();

                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                List<Entry> entries = new ArrayList<>();
                                Pages pages = Pages.of(name(), "members.list");
                                next = Optional.of("0");
                                while (next.isPresent()) {
                                    Page page = call(
                                            "members.list",
                                            () -> service.list(secret, Integer.parseInt(next.orElse("0"))));
                                    entries.addAll(page.entries());
                                    next = pages.next(
                                            page.entries(), page.next() < 0 ? "" : String.valueOf(page.next()));
                                }
                                return entries;
                            }
                        }));
    }
}
