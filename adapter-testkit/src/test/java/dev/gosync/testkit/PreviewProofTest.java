package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mistakes of previews. */
final class PreviewProofTest extends Proof {
    /** A right adapter that looks people up before additions are made, and remembers whom it found. */
    private static class Foreseeing extends WiredAdapter {
        private final Map<String, String> found = new LinkedHashMap<>();

        Foreseeing(WiredService service, Conditions conditions) {
            super(service, conditions);
        }

        @Override
        public Preview preview(List<String> additions) throws IOException, InterruptedException {
            return foretold(additions, ids(additions).keySet());
        }

        Preview foretold(List<String> additions, Set<String> known) {
            Map<String, Failure> failures = new LinkedHashMap<>();
            for (String addition : additions) {
                if (!known.contains(addition)) {
                    failures.put(addition, ofThing("unknown_person", addition).failure());
                }
            }
            return new Preview(failures, Map.of());
        }

        @Override
        Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
            List<String> others =
                    things.stream().filter(thing -> !found.containsKey(thing)).toList();
            if (!others.isEmpty()) {
                found.putAll(super.ids(others));
            }
            Map<String, String> ids = new LinkedHashMap<>(found);
            ids.keySet().retainAll(things);
            return ids;
        }
    }

    @Override
    List<Broken> mistakes() {
        return List.of(
                adapter(
                        "a preview takes all after the first 100 for unknown",
                        "C-12",
                        "as the preview said",
                        (service, conditions) -> new Foreseeing(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws IOException, InterruptedException {
                                List<String> first = additions.subList(0, Math.min(additions.size(), 100));
                                return foretold(additions, ids(first).keySet());
                            }
                        }),
                adapter(
                        "a preview foretells a failure for a member",
                        "C-12 C-14",
                        "as the preview said",
                        (service, conditions) -> new Foreseeing(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws IOException, InterruptedException {
                                Set<String> known = new HashSet<>(ids(additions).keySet());
                                known.removeAll(get().things());
                                return foretold(additions, known);
                            }
                        }),
                adapter(
                        "a failed lookup is foretold as an unknown person",
                        "C-15",
                        "to fail as PERMISSION",
                        (service, conditions) -> new Foreseeing(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws IOException, InterruptedException {
                                try {
                                    return super.preview(additions);
                                } catch (AdapterException e) {
                                    return foretold(additions, Set.of());
                                }
                            }
                        }),
                adapter(
                        "a preview that fails expects no problem",
                        "C-15",
                        "it foretold 0 failures",
                        (service, conditions) -> new Foreseeing(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws InterruptedException {
                                try {
                                    return super.preview(additions);
                                } catch (IOException | AdapterException e) {
                                    return Preview.nothing();
                                }
                            }
                        }),
                adapter(
                        "an addition asks again what the preview has asked",
                        "C-14",
                        "not to be asked again",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws IOException, InterruptedException {
                                ids(additions);
                                return Preview.nothing();
                            }
                        }),
                adapter(
                        "a preview reads what an addition does not need",
                        "C-14",
                        "without a preview does not",
                        (service, conditions) -> new Foreseeing(service, conditions) {
                            @Override
                            public Preview preview(List<String> additions) throws IOException, InterruptedException {
                                List<String> unlisted = new ArrayList<>(additions);
                                unlisted.removeAll(get().things());
                                return super.preview(unlisted);
                            }
                        }));
    }
}
