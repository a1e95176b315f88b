#include "agents/recipient/change_words.h"
