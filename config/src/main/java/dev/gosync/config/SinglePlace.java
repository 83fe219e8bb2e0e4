package dev.gosync.config;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes a place that is in no file. Its values follow the rules of a file: references are replaced, and secrets hidden. */
final class SinglePlace {
    private SinglePlace() {}

    /**
     * Makes the place.
     *
     * @param interpolation replaces the references in the values
     * @throws ConfigurationException with all faults; each begins with the key
     */
    static Source of(String type, Map<String, ?> values, Path folder, Adapters adapters, Interpolation interpolation) {
        adapters.get(type); // an unknown type is a fault
        KnownKeys keys = KnownKeys.of(adapters.all(), ConfigurationParser.KEYS);
        Yaml yaml = Yaml.read(() -> new ByteArrayInputStream(document(type, values)), type, interpolation, keys, false);
        Field field = Objects.requireNonNull(yaml.root().fields().get(type));
        yaml.checkReferences(field, true);
        yaml.use(field);
        Config.Scope scope = new Config.Scope(folder, Retry.standard());
        Optional<ConfiguredPlace> place = new PlaceParser(adapters, scope, false).place(field, field);
        try {
            yaml.throwFaults();
        } catch (ConfigurationException e) { // the lines are those of a document that no one sees
            scope.close();
            throw new ConfigurationException(e.faults().stream()
                    .map(fault -> Fault.of(type, fault.problem()))
                    .toList());
        }
        return new Scoped(place.orElseThrow().place(), scope);
    }

    /** JSON is YAML. */
    private static byte[] document(String type, Map<String, ?> values) {
        try {
            return JSON.std.asBytes(Map.of(type, values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place whose connections are closed with it. */
    private record Scoped(Source place, Config.Scope scope) implements Source {
        @Override
        public String name() {
            return place.name();
        }

        @Override
        public Listing get() throws IOException, InterruptedException {
            return place.get();
        }

        @Override
        public void close() {
            place.close();
            scope.close();
        }
    }
}
