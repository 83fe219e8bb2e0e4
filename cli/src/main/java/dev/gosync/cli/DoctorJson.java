package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.adapter.Listing;
import dev.gosync.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what {@code go-sync doctor} found, as JSON. */
final class DoctorJson {
    private DoctorJson() {}

    static void print(PrintWriter out, int exitCode, List<PlaceCheck> checks, Configuration configuration) {
        new JsonPrinter(out).document("doctor", exitCode, configuration.missing(), json -> {
            json.writeArrayFieldStart("places");
            for (PlaceCheck check : checks) {
                json.writeStartObject();
                json.writeStringField("type", check.type());
                json.writeStringField("place", check.name());
                JsonPrinter.strings(json, "uses", check.uses());
                json.writeStringField("result", check.failure().isEmpty() ? "ok" : "failed");
                write(json, check);
                JsonPrinter.failure(json, check.failure());
                JsonPrinter.strings(json, "warnings", check.warnings());
                JsonPrinter.strings(json, "rights", check.rights());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonPrinter.strings(json, "unsetVariables", List.copyOf(configuration.unsetVariables()));
        });
    }

    private static void write(JsonGenerator json, PlaceCheck check) throws IOException {
        if (check.listing().isEmpty()) {
            json.writeNullField("things");
        } else {
            json.writeNumberField("things", check.listing().get().things().size());
        }
        json.writeObjectFieldStart("leftOut");
        Map<String, Integer> leftOut =
                check.listing().map(Listing::leftOut).map(TreeMap::new).orElseGet(TreeMap::new);
        for (Map.Entry<String, Integer> entry : leftOut.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
