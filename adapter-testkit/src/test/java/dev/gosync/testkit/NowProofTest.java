package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;
import static dev.gosync.testkit.Broken.harness;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Refusal;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mistakes with what has changed since an adapter last looked. */
final class NowProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return List.of(
                adapter(
                        "who was unknown once is unknown for ever",
                        "A-11",
                        "who was unknown to an addition before",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private final Set<String> unknown = new HashSet<>();

                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                Map<String, String> ids = new LinkedHashMap<>(super.ids(things));
                                ids.keySet().removeAll(unknown);
                                things.stream()
                                        .filter(thing -> !ids.containsKey(thing))
                                        .forEach(unknown::add);
                                return ids;
                            }
                        }),
                adapter(
                        "who was not in the last listing counts as gone",
                        "R-13",
                        "who had joined since the last read",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private Set<String> listed;

                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                Listing listing = super.get();
                                listed = new HashSet<>();
                                listing.things().forEach(thing -> listed.add(key(thing)));
                                return listing;
                            }

                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                if (listed == null || listed.contains(key(thing))) {
                                    super.removeOne(thing, id);
                                }
                            }
                        }),
                adapter(
                        "an owner is removed by force",
                        "R-14",
                        "the removal was made",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                String answer = call("members.remove", () -> service.remove(secret, id, true));
                                mustShow(!answer.isEmpty(), "members.remove");
                            }
                        }),
                adapter(
                        "the removal of an owner is skipped and said to be done",
                        "R-14",
                        "it is said to be done",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void mustGo(String answer, String thing) {}
                        }),
                adapter(
                        "each attempt writes the list that was made before the first",
                        "C-13",
                        "between two attempts of a write",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Bulk replaced(Collection<String> ids) throws IOException, InterruptedException {
                                Bulk bulk = call("members.replace", () -> service.replace(secret, ids));
                                mustShow(bulk.shown(), "members.replace");
                                return bulk;
                            }
                        }),
                adapter(
                        "the second half writes back the list of the first",
                        "C-13",
                        "after the first outcome of a change",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            private Set<String> written;

                            @Override
                            public void change(Change change, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                written = null;
                                outcomes.halves(
                                        change,
                                        adds -> super.change(new Change(adds, List.of(), Mode.ADD_ONLY), outcomes),
                                        removes -> super.change(
                                                new Change(List.of(), removes, Mode.REMOVE_ONLY), outcomes));
                            }

                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
                            }

                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                return written == null ? super.base() : new LinkedHashSet<>(written);
                            }

                            @Override
                            Bulk sentList(Collection<String> ids) throws IOException, Refusal {
                                Bulk bulk = super.sentList(ids);
                                written = bulk.errors().isEmpty() ? new LinkedHashSet<>(ids) : written;
                                return bulk;
                            }
                        }),
                harness(
                        "a list that the service calls old is written by force",
                        "C-13",
                        "right before request number",
                        VersionedAdapter.harness((service, conditions) -> new VersionedAdapter(service, conditions) {
                            @Override
                            Bulk sentList(Collection<String> ids) throws IOException, Refusal {
                                return service.replace(secret, ids);
                            }
                        })));
    }
}
