package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigException;
import dev.gosync.config.Adapters;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The adapter types that a user can name on the command line. */
final class AdapterTypes {
    private static final String GUESS = "; did you mean ";

    private AdapterTypes() {}

    /**
     * Finds an adapter.
     *
     * @param where the option or the command that names the type
     * @throws ConfigurationException if the type is unknown; the message suggests the nearest types and how to see all
     */
    static AdapterProvider get(Adapters adapters, String where, String type) {
        if (adapters.types().contains(type)) {
            return adapters.get(type);
        }
        throw new ConfigurationException(List.of(Fault.of(where, unknown(type, adapters.types()))));
    }

    /** {@return what is wrong with a type that no adapter has} */
    static String unknown(String type, Collection<String> types) {
        return "unknown adapter type '" + type + "'" + nearest(type, types) + " To see all types: "
                + ProgramName.with("adapters");
    }

    /** The nearest type. For a word that is like the name of a service, all types of the service. */
    private static String nearest(String type, Collection<String> types) {
        String hint = ConfigException.Fault.hint(type, types);
        if (hint.startsWith(GUESS)) {
            return hint;
        }
        String service = ConfigException.Fault.hint(
                service(type),
                types.stream().map(AdapterTypes::service).distinct().toList());
        List<String> ofService = types.stream()
                .filter(each -> service.startsWith(GUESS) && service.contains("'" + service(each) + "'"))
                .toList();
        return ofService.isEmpty() ? "." : ofService.stream().collect(Collectors.joining("' or '", GUESS + "'", "'?"));
    }

    private static String service(String type) {
        return type.replaceFirst("-.*", "");
    }
}
