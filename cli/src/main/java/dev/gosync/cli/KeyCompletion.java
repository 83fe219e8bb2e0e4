package dev.gosync.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.OptionSpec;

/** Adds the keys of adapters to the completion of {@code go-sync list --type TYPE} in bash and zsh. */
final class KeyCompletion {
    private static final String FUNCTION = "function _picocli_go-sync_list() {";
    private static final String KNOWN_OPTIONS = "\n  local arg_opts=";

    private KeyCompletion() {}

    /**
     * Adds them to a script.
     *
     * @param script the script that picocli makes
     * @param keys the options by type
     */
    static String in(String script, Map<String, List<OptionSpec>> keys) {
        int options = script.indexOf(KNOWN_OPTIONS, script.indexOf(FUNCTION));
        int end = script.indexOf('\n', options + 1);
        if (!script.contains(FUNCTION) || options < 0) {
            throw new IllegalStateException("The script does not complete the command list");
        }
        return script.substring(0, end + 1) + cases(keys) + script.substring(end + 1);
    }

    /** The words of a command line are separated at each = by bash, and not by zsh. */
    private static String cases(Map<String, List<OptionSpec>> keys) {
        List<String> lines = new ArrayList<>();
        lines.add("  case \" ${COMP_WORDS[*]} \" in");
        keys.forEach((type, options) -> {
            lines.add("    *\" --type " + type + " \"*|*\" --type=" + type + " \"*|*\" --type = " + type + " \"*)");
            lines.add("      arg_opts+=\" "
                    + options.stream()
                            .map(option -> "'" + option.longestName() + "'")
                            .collect(Collectors.joining(" ")) + "\"");
            lines.add("      case ${prev_word} in");
            Map<String, List<String>> namesByValues = new LinkedHashMap<>();
            for (OptionSpec option : options) {
                if (option.arity().min() > 0) {
                    namesByValues
                            .computeIfAbsent(values(option), absent -> new ArrayList<>())
                            .add("'" + option.longestName() + "'");
                }
            }
            namesByValues.forEach((values, names) -> {
                lines.add("        " + String.join("|", names) + ")");
                lines.add("          " + values);
                lines.add("          return");
                lines.add("          ;;");
            });
            lines.add("      esac");
            lines.add("      ;;");
        });
        lines.add("  esac");
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String values(OptionSpec option) {
        if (option.paramLabel().equals(PlaceOptions.PATH)) {
            return "local IFS=$'\\n'; type compopt &>/dev/null && compopt -o filenames;"
                    + " COMPREPLY=( $(compgen -f -- \"${curr_word}\") )";
        }
        if (option.completionCandidates() == null) {
            return "COMPREPLY=()";
        }
        String words = StreamSupport.stream(option.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
        return "COMPREPLY=( $(compgen -W \"" + words + "\" -- \"${curr_word}\") )";
    }
}
