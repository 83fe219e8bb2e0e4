package dev.gosync.cli;

import java.util.Locale;

/** How enum constants are written in configurations and in JSON: in kebab case. */
final class Words {
    private Words() {}

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String count(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
