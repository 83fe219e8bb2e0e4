package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.AdapterProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code go-sync adapters}. */
@Command(name = "adapters", description = "List the types of places, or the keys of one type.")
final class AdaptersCommand implements Callable<Integer> {
    private final Cli cli;

    @Parameters(paramLabel = "TYPE", arity = "0..1", description = "The type whose keys to list.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, the default, or json.")
    private Cli.Format format = Cli.Format.TEXT;

    AdaptersCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() throws IOException {
        Providers providers = new Providers();
        Collection<AdapterProvider> wanted = type.isPresent() ? List.of(providers.get(type.get())) : providers.all();
        if (format == Cli.Format.JSON) {
            json(wanted);
        } else if (type.isPresent()) {
            wanted.forEach(this::keys);
        } else {
            int width = widest(wanted.stream().map(AdapterProvider::type).toList());
            wanted.forEach(
                    provider -> cli.around().out().println(padded(provider.type(), width) + "  " + provider.summary()));
        }
        return ExitCode.DONE;
    }

    private void keys(AdapterProvider provider) {
        PrintWriter out = cli.around().out();
        out.println(provider.type() + ": " + provider.summary());
        out.println();
        int names =
                widest(provider.keys().stream().map(AdapterProvider.Key::name).toList());
        int forms = widest(provider.keys().stream().map(AdaptersCommand::form).toList());
        for (AdapterProvider.Key key : provider.keys()) {
            out.println("  " + padded(key.name(), names) + "  " + padded(form(key), forms) + "  " + key.help());
            if (!key.allowed().isEmpty()) {
                out.println(padded("", names + forms + 6) + "one of " + String.join(", ", key.allowed()));
            }
        }
    }

    private static String form(AdapterProvider.Key key) {
        StringJoiner form = new StringJoiner(", ");
        form.add(Words.kebab(key.form()));
        if (key.required()) {
            form.add("required");
        }
        if (key.secret()) {
            form.add("secret");
        }
        return form.toString();
    }

    private void json(Collection<AdapterProvider> providers) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(cli.around().out())
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("version", JsonPrintout.VERSION);
            json.writeArrayFieldStart("adapters");
            for (AdapterProvider provider : providers) {
                json.writeStartObject();
                json.writeStringField("type", provider.type());
                json.writeStringField("summary", provider.summary());
                json.writeArrayFieldStart("keys");
                for (AdapterProvider.Key key : provider.keys()) {
                    json.writeStartObject();
                    json.writeStringField("name", key.name());
                    json.writeStringField("help", key.help());
                    json.writeStringField("form", Words.kebab(key.form()));
                    json.writeBooleanField("required", key.required());
                    json.writeBooleanField("secret", key.secret());
                    json.writeArrayFieldStart("allowed");
                    for (String value : key.allowed()) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        cli.around().out().println();
    }

    private static int widest(Collection<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }
}
