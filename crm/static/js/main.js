/** Wakes the modules that enhance a page. Every page works without them; each module says what it adds. */
import { start as startBoard } from "./board.js";
import { start as startColumns } from "./columns.js";
import { start as startComposer } from "./composer.js";
import { start as startDialogs } from "./dialogs.js";
import { start as startDrafts } from "./drafts.js";
import { start as startDrawer } from "./drawer.js";
import { start as startFinder } from "./finder.js";
import { start as startInline } from "./inline.js";
import { start as startKeys } from "./keys.js";
import { start as startList } from "./list.js";
import { start as startNeighbours } from "./neighbours.js";
import { start as startPopovers } from "./popovers.js";
import { start as startProgress } from "./progress.js";
import { start as startShell } from "./shell.js";
import { start as startSubmit } from "./submit.js";
import { start as startTheme } from "./theme.js";
import { start as startToasts } from "./toasts.js";

// Popovers come before keys: an open one takes Esc first. The drawer comes before drafts: it sends its form itself.
const starts = [
  startPopovers, startDialogs, startDrawer, startList, startBoard, startColumns, startComposer, startSubmit, startDrafts,
  startInline, startFinder, startNeighbours, startProgress, startTheme, startToasts, startShell, startKeys,
];
for (const start of starts) start();
