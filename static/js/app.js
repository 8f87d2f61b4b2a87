// What every page has: appearance, messages that can be put away, words kept, focus after a swap.
import "./theme.js";
import "./toasts.js";
import "./forms.js";
import "./network.js";
