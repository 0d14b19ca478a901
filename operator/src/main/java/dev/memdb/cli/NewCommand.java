package dev.memdb.cli;

import picocli.CommandLine.Command;

/** {@code memdb new}: writes the files of a change that takes several versions. */
@Command(
    name = "new",
    description = "Writes migration files.",
    mixinStandardHelpOptions = true,
    subcommands = NewBackfillCommand.class)
public final class NewCommand {}
