package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.journal.Undo;
import dev.gosync.journal.Undo.LeftAlone;
import java.io.IOException;

/** Writes the keys that only the document of an undo has. */
final class UndoJson {
    private UndoJson() {}

    static void write(JsonGenerator json, PlannedUndo undo) throws IOException {
        json.writeStringField("undoes", undo.run().id());
        json.writeArrayFieldStart("leftAlone");
        for (Undo.Place place : undo.leavingAlone()) {
            for (LeftAlone left : place.leftAlone()) {
                json.writeStartObject();
                json.writeStringField("sync", place.sync());
                json.writeStringField("place", place.name());
                json.writeStringField("thing", left.thing());
                json.writeStringField("action", TextFormat.kebab(left.action()));
                json.writeStringField("reason", TextFormat.kebab(left.reason()));
                if (left.by().isPresent()) {
                    json.writeStringField("run", left.by().get());
                } else {
                    json.writeNullField("run");
                }
                json.writeStringField("why", PlannedUndo.why(left));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notConfigured");
        for (Undo.Place place : undo.notConfigured()) {
            json.writeStartObject();
            json.writeStringField("sync", place.sync());
            json.writeStringField("place", place.name());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonPrinter.strings(json, "warnings", undo.warnings());
    }
}
